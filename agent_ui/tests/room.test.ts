import { describe, expect, it } from 'vitest'
import { fitting } from '@/bar/room'
import { SCREENS } from '@/bar/screens'

describe('the room of the bar', () => {
  it('holds all where they fit to the last pixel', () => {
    expect(fitting([40, 40, 40], 2, 124, 50)).toBe(3)
    expect(fitting([], 2, 0, 50)).toBe(0)
  })

  it('leaves room for the button behind those that fit', () => {
    expect(fitting([40, 40, 40], 2, 123, 30)).toBe(2)
    expect(fitting([40, 40, 40], 2, 123, 42)).toBe(1)
    expect(fitting([40, 40, 40], 2, 10, 42)).toBe(0)
  })
})

describe('the screens of the bar', () => {
  it('stand there once for each role', () => {
    for (const role of [
      { extension: '1001', supervises: false, answers: true, handles: false },
      { extension: '1005', supervises: true, answers: true, handles: false },
      { extension: '', supervises: false, answers: false, handles: true },
      { extension: '', supervises: true, answers: true, handles: false },
    ]) {
      const open = SCREENS.filter((one) => one.may(role)).map((one) => one.to)
      expect(new Set(open).size).toBe(open.length)
      expect(open).toContain('/knowledge')
    }
  })
})
