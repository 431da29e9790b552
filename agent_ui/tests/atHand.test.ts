import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { useAtHand } from '@/stores/atHand'
import { useKb } from '@/stores/kb'
import { useLookUp } from '@/stores/lookUp'
import { silentServer, type Asked } from './server'

const POLICE = { kind: 'department' as const, code: '01', title: '市公安局' }
const CARD = { kind: 'procedure' as const, code: '0101', title: '补领身份证' }
const TOLD = {
  since: '2026-11-20T09:00:00+00:00',
  starred: [POLICE],
  fresh: [
    { ...CARD, is_new: false, at: '2026-11-21T01:00:00+00:00' },
    { ...POLICE, is_new: true, at: '2026-11-21T01:00:00+00:00' },
  ],
}

let asked: Asked[]
beforeEach(() => {
  setActivePinia(createPinia())
  asked = silentServer()
})

async function loaded() {
  const atHand = useAtHand()
  const loading = atHand.load()
  await asked.at(-1)?.answer(TOLD)
  await loading
  return atHand
}

describe('what is at hand', () => {
  it('tells what is new and what has changed since the last shift', async () => {
    const atHand = await loaded()
    expect([atHand.news(POLICE), atHand.news(CARD), atHand.news({ kind: 'question', code: '0101' })]).toEqual(['new', 'changed', ''])
  })

  it('is shown before anything is typed: favourites, news, departments, each entry once', async () => {
    useKb().departments = [{ ...POLICE, name: '市公安局', phone: '110' }, { code: '02', name: '市民政局', phone: '1' }] as never
    await loaded()
    expect(useLookUp().rows.map((row) => [row.group, row.code])).toEqual([['starred', '01'], ['fresh', '0101'], ['departments', '02']])
  })

  it('makes a favourite and takes it back, and keeps what was where the hotline refuses', async () => {
    const atHand = await loaded()
    const adding = atHand.toggle(CARD)
    expect([asked.at(-1)?.method, asked.at(-1)?.path]).toEqual(['PUT', '/api/kb/at-hand/procedure/0101/star'])
    await asked.at(-1)?.answer({})
    await adding
    expect(atHand.starred.map((one) => one.code)).toEqual(['0101', '01'])
    const taking = atHand.toggle(POLICE)
    expect(asked.at(-1)?.method).toBe('DELETE')
    const refused = expect(taking).rejects.toThrow()
    await asked.at(-1)?.answer({ error: { code: 'storage', message: '稍后再试', details: {} } }, 503)
    await refused
    expect(atHand.isStarred(POLICE)).toBe(true)
  })
})
