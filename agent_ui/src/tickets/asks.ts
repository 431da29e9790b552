/** What an agent asks for a kind of ticket. The rule: the questions are the city's; an answer is a line "question：answer". */
import type { Category } from '@/api/types'

/** The questions of this category. */
export function asksOf(categories: readonly Category[], code: string): string[] {
  const found = categories.flatMap((top) => [top, ...(top.children ?? [])]).find((one) => one.code === code)
  return found?.asks ?? []
}

const head = (ask: string) => `${ask}：`

/** Whether something stands behind the question. */
export function answered(content: string, ask: string): boolean {
  return content.split('\n').some((line) => line.startsWith(head(ask)) && line.slice(head(ask).length).trim() !== '')
}

/** The content with a line for the question, and where the answer is to be typed. */
export function withAsk(content: string, ask: string): { content: string; at: number } {
  const lines = content === '' ? [] : content.replace(/\n+$/, '').split('\n')
  const there = lines.findIndex((line) => line.startsWith(head(ask)))
  if (there < 0) lines.push(head(ask))
  const line = there < 0 ? lines.length - 1 : there
  const before = lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0)
  return { content: lines.join('\n'), at: before + (lines[line]?.length ?? 0) }
}
