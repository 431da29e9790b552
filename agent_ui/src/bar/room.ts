/** How many of a row's parts have room in it. Pure; all in pixels. */

/**
 * All of them where they fit; otherwise as many from the left as leave room for the button behind them.
 *
 * widths: of each part; gap: between two of them; room: of the row; more: of the button.
 */
export function fitting(widths: readonly number[], gap: number, room: number, more: number): number {
  const upTo = (count: number) => widths.slice(0, count).reduce((sum, width) => sum + width + gap, 0) - gap
  if (upTo(widths.length) <= room) return widths.length
  let count = widths.length - 1
  while (count > 0 && upTo(count) + gap + more > room) count -= 1
  return count
}
