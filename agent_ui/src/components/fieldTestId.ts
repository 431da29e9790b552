/** Some components keep foreign attributes from their input; the field itself is what people and tests type into. */
import { nextTick, onMounted, type Ref } from 'vue'

/** Put data-testid on the native input within this component. */
export function useFieldTestId(box: Readonly<Ref<{ $el: unknown } | null>>, id: string): void {
  onMounted(async () => {
    await nextTick()
    const root = box.value?.$el
    const parent = root instanceof HTMLElement ? root : root instanceof Node ? root.parentElement : null
    parent?.querySelector('input')?.setAttribute('data-testid', id)
  })
}
