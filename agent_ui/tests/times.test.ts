import { expect, it } from 'vitest'
import { aheadAfter } from '@/live/clock'
import { stamp } from '@/times'

it('writes a moment by the clock of the city, wherever the desk is, with the year where it is another', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  expect(stamp('2026-11-21T09:30:00Z', now)).toBe('11-21 17:30')
  expect(stamp('2026-11-20T16:00:00+00:00', now)).toBe('11-21 00:00')
  expect(stamp('2025-12-31T15:59:00Z', now)).toBe('2025-12-31 23:59')
  expect(stamp('2025-12-31T16:00:00Z', now)).toBe('01-01 00:00')
  expect(stamp('never', now)).toBe('')
})

it("knows the server's clock from the message that took the least time, until the own clock is set", () => {
  const told = '2026-11-21T01:00:00+00:00'
  const at = Date.parse(told)
  const known: (number | null)[] = []
  for (const here of [at - 120_000, at - 119_900, at - 120_050, at + 60_000]) known.push(aheadAfter(known.at(-1) ?? null, told, here))
  expect(known).toEqual([120_000, 120_000, 120_050, -60_000])
  expect(aheadAfter(7, undefined, at)).toBe(7)
})
