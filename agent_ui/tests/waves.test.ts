import { describe, expect, it } from 'vitest'
import { otherSpeed, outline, periodsBefore, secondsAt, told } from '@/quality/waves'

describe('a waveform', () => {
  it('is an outline as wide as its peaks, and silence is still a line', () => {
    expect(outline([])).toBe('')
    expect(outline([0, 100])).toBe('M0,49.4L1,0.0L1,100.0L0,50.6Z')
    expect(outline([-5, 900])).toBe('M0,49.4L1,0.0L1,100.0L0,50.6Z')
  })

  it('tells the moment under a place, never outside the recording', () => {
    expect([secondsAt(50, 200, 60), secondsAt(-3, 200, 60), secondsAt(999, 200, 60), secondsAt(3, 0, 60)]).toEqual([15, 0, 60, 0])
    expect([told(0), told(65.9), told(-1), told(3600)]).toEqual(['0:00', '1:05', '0:00', '60:00'])
    expect([otherSpeed(1, 1), otherSpeed(2, 1), otherSpeed(0.75, -1)]).toEqual([1.25, 2, 0.75])
  })

  it('names the periods that are over, weeks from Monday', () => {
    const { weeks, months } = periodsBefore(Date.parse('2027-01-03T15:30:00Z'), 2)
    expect(weeks).toEqual(['2026-W52', '2026-W51'])
    expect(months).toEqual(['2026-12', '2026-11'])
    expect(periodsBefore(Date.parse('2027-01-03T16:30:00Z'), 1).weeks).toEqual(['2026-W53'])
  })
})
