/** Something that is asked for again and again while somebody can see it. The rule: a hidden page asks nothing, and asks at once when it is seen again. */
import { onBeforeUnmount, onMounted } from 'vue'

/** Ask at once, then whenever so many milliseconds have passed and the page is seen. */
export function useWhileVisible(load: () => unknown, every: number): void {
  let timer: ReturnType<typeof setInterval> | undefined
  let asked = 0

  function renew(): void {
    if (document.hidden) return
    asked = Date.now()
    void load()
  }
  const seen = () => void (Date.now() - asked >= every && renew())

  onMounted(() => {
    renew()
    timer = setInterval(renew, every)
    document.addEventListener('visibilitychange', seen)
  })
  onBeforeUnmount(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', seen)
  })
}
