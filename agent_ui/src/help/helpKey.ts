/** `?` opens and closes the help on every screen. The rule: while somebody types it is a question mark. */
import { onBeforeUnmount, onMounted } from 'vue'
import { HELP_KEY, typing } from '@/keys'
import { useHelp } from '@/stores/help'

export function useHelpKey(): void {
  const help = useHelp()

  function pressed(event: KeyboardEvent): void {
    if (event.key !== HELP_KEY || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return
    event.preventDefault()
    help.show(!help.open)
  }

  onMounted(() => addEventListener('keydown', pressed))
  onBeforeUnmount(() => removeEventListener('keydown', pressed))
}
