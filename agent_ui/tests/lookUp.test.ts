import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Department, Hit, Kind } from '@/api/knowledge'
import { useKb } from '@/stores/kb'
import { byKind, DWELL_MS, useLookUp } from '@/stores/lookUp'
import { silentServer, type Asked } from './server'

const hit = (kind: Kind, code: string, score = 1): Hit => ({ kind, code, title: `${kind} ${code}`, department: '', score, why: '', passage: '' })
const found = (...hits: Hit[]) => ({ hits, unsure: false })
const entry = (code: string) => ({
  versions: [
    { kind: 'procedure', code, title: '草稿', version: 2, state: 'draft', fields: {} },
    { kind: 'procedure', code, title: '发布的', version: 1, state: 'published', fields: { fee: '40元' } },
  ],
})

let asked: Asked[]
beforeEach(() => {
  setActivePinia(createPinia())
  asked = silentServer()
})

async function looked(words: string, ...hits: Hit[]) {
  const look = useLookUp()
  look.words = words
  const asking = look.look()
  await asked.at(-1)?.answer(found(...hits))
  await asking
  return look
}

describe('looking things up', () => {
  it('asks when the typing pauses, with what is typed then', async () => {
    const look = useLookUp()
    for (const words of ['身', '身份', '身份证']) {
      look.words = words
      look.typed()
    }
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    expect(decodeURIComponent(asked[0]?.path ?? '')).toContain('q=身份证')
  })

  it('gives up on a question when the next is asked, and drops its answer', async () => {
    const look = useLookUp()
    look.words = '身份'
    const first = look.look()
    look.words = '护照'
    const second = look.look()
    expect(asked.map((one) => one.stopped())).toEqual([true, false])
    await asked[0]?.answer(found(hit('procedure', '1')))
    await asked[1]?.answer(found(hit('procedure', '2')))
    await Promise.all([first, second])
    expect(look.found.hits.map((one) => one.code)).toEqual(['2'])
    expect([look.waiting, look.fault]).toEqual([false, null])
  })

  it('keeps the words and the older answer while a slow one is awaited, and says so', async () => {
    const look = await looked('身份', hit('procedure', '1'))
    look.words = '身份证'
    void look.look()
    expect([look.words, look.found.hits.length, look.waiting, look.answered]).toEqual(['身份证', 1, true, false])
  })

  it('keeps both when the line breaks, and asks again', async () => {
    const look = await looked('身份', hit('procedure', '1'))
    look.words = '身份证'
    const asking = look.look()
    await asked[1]?.break()
    await asking
    expect(look.fault).toMatchObject({ code: 'unreachable' })
    expect([look.words, look.found.hits.length, look.waiting]).toEqual(['身份证', 1, false])
    const again = look.look()
    await asked[2]?.answer(found())
    await again
    expect([look.fault, look.answered]).toEqual([null, true])
  })

  it('counts an entry that stays open, and none that the arrow keys only pass by', async () => {
    const look = await looked('身份', hit('procedure', '1'), hit('procedure', '2'))
    vi.useFakeTimers({ shouldAdvanceTime: true })
    try {
      for (const by of [0, 1]) {
        look.chosen = by
        const opening = look.enter()
        await asked.at(-1)?.answer(entry(String(by + 1)))
        await opening
        vi.advanceTimersByTime(by === 0 ? DWELL_MS / 2 : DWELL_MS)
      }
    } finally {
      vi.useRealTimers()
    }
    const told = asked.filter((one) => one.method === 'POST')
    expect(told.map((one) => [one.path, one.body])).toEqual([['/api/kb/at-hand/procedure/2/uses', { way: 'opened' }]])
  })

  it('shows the departments again when the words are gone', async () => {
    const look = await looked('身份', hit('procedure', '1'))
    useKb().departments = [{ code: '01', name: '市公安局' } as Department]
    look.words = '  '
    await look.look()
    expect(look.rows).toEqual([{ kind: 'department', code: '01', title: '市公安局', group: 'departments' }])
    expect(look.found.hits).toEqual([])
  })

  it('groups by kind, that of the best hit first', () => {
    const hits = [hit('question', '1'), hit('procedure', '2'), hit('question', '3')]
    expect(byKind(hits).map((one) => [one.kind, one.hits.map((two) => two.code)])).toEqual([
      ['question', ['1', '3']],
      ['procedure', ['2']],
    ])
  })

  it('chooses by the arrows in the order on the screen, and not beyond its ends', async () => {
    const look = await looked('身份', hit('question', '1'), hit('procedure', '2'), hit('question', '3'))
    look.step(-1)
    expect(look.chosen).toBe(0)
    for (let times = 0; times < 5; times += 1) look.step(1)
    expect(look.rows[look.chosen]?.code).toBe('2')
  })

  it('opens what is published of the chosen entry, never a draft', async () => {
    const look = await looked('身份', hit('procedure', '0101'))
    const opening = look.enter()
    expect(asked[1]?.path).toBe('/api/kb/entries/procedure/0101')
    await asked[1]?.answer(entry('0101'))
    await opening
    expect(look.opened).toMatchObject({ title: '发布的', fields: { fee: '40元' } })
  })

  it('asks on Enter when what is shown answers an older question', async () => {
    const look = await looked('身份', hit('procedure', '1'))
    look.words = '护照'
    void look.enter()
    expect([asked[1]?.path.includes('search'), look.opened]).toEqual([true, null])
  })

  it('closes the entry and gives up on one being opened when typing goes on', async () => {
    const look = await looked('身份', hit('procedure', '1'))
    void look.enter()
    look.words = '护照'
    look.typed()
    expect(asked[1]?.stopped()).toBe(true)
    expect(look.opened).toBeNull()
  })

  it('tells the editors what did not help, and what was not found at all', async () => {
    const look = await looked('身份', hit('procedure', '1'))
    const telling = look.complain()
    expect([asked[1]?.path, asked[1]?.body]).toEqual(['/api/kb/missed', { question: '身份', unhelpful: true }])
    await asked[1]?.answer({})
    await telling
    expect(look.complained).toBe('身份')
    await looked('飞毯')
    void look.complain()
    expect(asked.at(-1)?.body).toEqual({ question: '飞毯', unhelpful: false })
  })
})
