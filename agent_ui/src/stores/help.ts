/** Whether the help is open. The rule: it is loaded when somebody asks for it first, and never before. */
import { defineStore } from 'pinia'
import { ref } from 'vue'

export const useHelp = defineStore('help', () => {
  const open = ref(false)
  const wanted = ref(false)

  function show(shown: boolean): void {
    open.value = shown
    wanted.value ||= shown
  }

  return { open, wanted, show }
})
