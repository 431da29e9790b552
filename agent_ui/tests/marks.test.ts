import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Mark } from '@/api/requests'
import { canBeMarked, standing, withMark, withWarning, withoutMark, withoutWarning } from '@/citizens/marks'
import { AGAIN_MS, useMarks } from '@/stores/marks'
import { silentServer, type Asked } from './server'

const AT = '2026-03-02T01:00:00+00:00'
type Known = Pick<Mark, 'mark' | 'reason' | 'until' | 'at'>
const NOW = Date.parse('2026-03-02T09:00:00+00:00')
const elderly: Known = { mark: 'elderly', reason: '80岁', until: null, at: AT }
const other: Known = { ...elderly, mark: 'unreasonable', reason: '听不见', until: '2027-01-01T00:00:00+00:00' }

describe('a mark', () => {
  it('counts until its end, and was taken off where its end lies before it was set', () => {
    const until = (moment: string | null) => standing({ at: AT, until: moment }, NOW)
    expect(until(null)).toBe('on')
    expect(until('2026-03-02T10:00:00+00:00')).toBe('on')
    expect(until('2026-03-02T08:00:00+00:00')).toBe('over')
    expect(until('2026-03-01T08:00:00+00:00')).toBe('off')
  })

  it('leaves the other marks of the number as they are', () => {
    const kept = { mark: 'unreasonable', reason: '听不见', until: '2027-01-01T00:00:00+00:00' }
    expect(withMark([other], 'elderly', '80岁')).toEqual([kept, { mark: 'elderly', reason: '80岁', until: null }])
    expect(withoutMark([elderly, other], 'elderly', '换了号码')).toEqual([kept, { mark: 'elderly', reason: '换了号码', until: AT }])
    expect(withoutMark([other], 'elderly', '没有')).toEqual([kept])
  })

  it('that tells against a citizen has an end, and is gone when it is taken off', () => {
    const kept = { mark: 'elderly', reason: '80岁', until: null }
    const set = withWarning([elderly], 'nuisance', '一周12次', 30, NOW)
    expect(set).toEqual([kept, { mark: 'nuisance', reason: '一周12次', until: '2026-04-01T09:00:00.000Z' }])
    expect(withoutWarning([elderly, { ...other, mark: 'nuisance' }], 'nuisance')).toEqual([kept])
  })

  it('is of a number only', () => {
    expect(['13800001111', '+86 0999-5550', 'anonymous', ''].map(canBeMarked)).toEqual([true, true, false, false])
  })
})

describe('the marks on the card', () => {
  let asked: Asked[]

  beforeEach(() => {
    setActivePinia(createPinia())
    asked = silentServer()
  })

  it('are those of the call that came last', async () => {
    const marks = useMarks()
    const first = marks.open('111')
    const second = marks.open('222')
    await asked[1]?.answer({ marks: [elderly] })
    await asked[0]?.answer({ marks: [] })
    await Promise.all([first, second])
    expect([marks.number, marks.known, marks.elderly?.reason]).toEqual(['222', true, '80岁'])
  })

  it('are asked for again where the server did not answer, until another number comes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const marks = useMarks()
    const opening = marks.open('111')
    const failing = asked[0]?.answer({ error: { code: 'storage' } }, 503)
    await vi.advanceTimersByTimeAsync(0)
    await Promise.all([failing, opening])
    expect([marks.known, marks.fault]).toMatchObject([false, { code: 'storage' }])
    await vi.advanceTimersByTimeAsync(AGAIN_MS)
    const answering = asked[1]?.answer({ marks: [elderly] })
    await vi.advanceTimersByTimeAsync(0)
    await answering
    expect([marks.known, marks.fault, marks.elderly?.reason]).toEqual([true, null, '80岁'])
    const other = marks.open('222')
    const lost = asked[2]?.break()
    await vi.advanceTimersByTimeAsync(0)
    await Promise.all([lost, other])
    await marks.open('')
    await vi.advanceTimersByTimeAsync(AGAIN_MS)
    expect(asked.length).toBe(3)
    vi.useRealTimers()
  })

  it('are asked for of no hidden number', async () => {
    await useMarks().open('anonymous')
    expect(asked).toEqual([])
  })

  it('show what the server keeps, not what was clicked', async () => {
    const marks = useMarks()
    const opening = marks.open('+86 138')
    await asked[0]?.answer({ marks: [] })
    await opening
    const setting = marks.set('听力不好')
    expect(asked[1]).toMatchObject({ method: 'PUT', path: '/api/citizens/%2B86%20138/marks', body: { marks: [{ mark: 'elderly', reason: '听力不好', until: null }] } })
    expect(marks.elderly).toBeUndefined()
    await asked[1]?.answer({ marks: [{ ...elderly, reason: '听力不好' }] })
    expect([await setting, marks.elderly?.reason]).toEqual([true, '听力不好'])
  })

  it('stay as they were where the server refuses, and say so', async () => {
    const marks = useMarks()
    const opening = marks.open('111')
    await asked[0]?.answer({ marks: [elderly] })
    await opening
    const taking = marks.takeOff('换了号码')
    await asked[1]?.answer({ error: { code: 'storage' } }, 503)
    expect([await taking, marks.elderly?.reason, marks.fault]).toMatchObject([false, '80岁', { code: 'storage' }])
  })

  it('of another call are not touched by an answer that comes late', async () => {
    const marks = useMarks()
    const opening = marks.open('111')
    await asked[0]?.answer({ marks: [] })
    await opening
    const setting = marks.set('80岁')
    const next = marks.open('222')
    await asked[2]?.answer({ marks: [] })
    await asked[1]?.answer({ marks: [elderly] })
    await Promise.all([setting, next])
    expect([marks.number, marks.elderly]).toEqual(['222', undefined])
  })
})
