import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { FieldSpec, Fields, Shape, Version } from '@/api/knowledge'
import type { HeldEntry } from '@/api/upkeep'
import { byOwner } from '@/knowledge/stale'
import { choicesOf, formOf, isBehind, named, parted, readingOrder, sentOf, written } from '@/knowledge/values'
import { LARGEST_FILE, unfit, useImports } from '@/stores/imports'
import { useReview } from '@/stores/review'
import { useSession } from '@/stores/session'
import { knowingServer } from './server'

const spec = (field: string, shape: Shape = 'text'): FieldSpec => ({ field, title: field, shape, must: false })
const SPECS = [spec('code', 'code'), spec('name'), spec('aliases', 'list'), spec('materials', 'lines'), spec('phones', 'phones'), spec('checked', 'date')]

beforeEach(() => {
  setActivePinia(createPinia())
  localStorage.clear()
})

describe('the fields of an entry', () => {
  const fields: Fields = {
    code: '01',
    name: '市公安局',
    aliases: ['公安局', '派出所'],
    materials: ['户口簿、身份证'],
    phones: [{ number: '0999-55501101', label: '' }, { number: '110', label: '报警' }],
    checked: null,
  }

  it('are sent as a table has them: labels before numbers, a line with a 、 in it whole, no code', () => {
    expect(sentOf(formOf(fields, SPECS), SPECS)).toEqual({
      name: '市公安局',
      aliases: ['公安局', '派出所'],
      materials: '户口簿、身份证\n',
      phones: ['0999-55501101', '报警：110'],
      checked: '',
    })
  })

  it('are empty in the form of a new entry, by what they hold', () => {
    expect(formOf({}, SPECS)).toEqual({ code: '', name: '', aliases: [], materials: '', phones: [], checked: '' })
  })

  it('leave out a telephone that nobody wrote, but not one without a number', () => {
    expect(sentOf({ phones: [{ number: ' ', label: '' }, { number: '', label: '户政' }] }, [spec('phones', 'phones')]).phones).toEqual(['户政：'])
    expect(written({ number: ' 110 ', label: ' 报警 ' })).toBe('报警：110')
  })

  it('are read in the order in which they are told, what serves the search last', () => {
    const order = readingOrder('department', [spec('aliases'), spec('fax'), spec('hours'), spec('phones')]).map((one) => one.field)
    expect(order).toEqual(['phones', 'hours', 'fax', 'aliases'])
    expect(isBehind('aliases')).toBe(true)
  })
})

describe('what differs', () => {
  it('is parted from what both texts begin and end with', () => {
    expect(parted('每证40元。', '每证45元。')).toEqual({ head: '每证4', gone: '0', come: '5', tail: '元。' })
    expect(parted('', '新')).toEqual({ head: '', gone: '', come: '新', tail: '' })
    expect(parted('哈哈', '哈哈哈')).toEqual({ head: '哈哈', gone: '', come: '哈', tail: '' })
  })

  it('never cuts a character in two', () => {
    expect(parted('𠮷', '𠮶')).toEqual({ head: '', gone: '𠮷', come: '𠮶', tail: '' })
  })

  it('names departments, and nothing else', () => {
    const names: Record<string, string> = { '01': '市公安局', '02': '市人社局' }
    const nameOf = (code: string) => names[code] ?? code
    expect(named('departments', '01、02、99', nameOf)).toBe('市公安局、市人社局、99')
    expect(named('fee', '01', nameOf)).toBe('01')
  })
})

describe('what is over', () => {
  const over = (owner: string, code: string): HeldEntry => ({
    kind: 'question', code, title: code, owner, freshness: 'stale', why: 'valid_until', until: '2026-11-20', over: 1, answer: null,
  })

  it('is listed by owner, the one with most to do first, in the order it came', () => {
    const groups = byOwner([over('01', 'a'), over('02', 'b'), over('02', 'c')])
    expect(groups.map((one) => [one.owner, one.entries.map((two) => two.code)])).toEqual([['02', ['b', 'c']], ['01', ['a']]])
  })
})

describe('the channels of a bulletin', () => {
  const outline = {
    channels: [{ code: '01', name: '停水停电' }],
    village_channels: [{ code: '1', name: '村务公开' }],
    villages: [{ code: '1001', name: '柏林村', town: '柏林镇' }],
    districts: [],
  }

  it('are those of the villages where it is of a village', () => {
    expect(choicesOf('bulletin', 'channel', { village: '' }, outline)).toEqual([{ value: '停水停电', label: '停水停电' }])
    expect(choicesOf('bulletin', 'channel', { village: '柏林村' }, outline)).toEqual([{ value: '村务公开', label: '村务公开' }])
    expect(choicesOf('bulletin', 'village', {}, outline)).toEqual([{ value: '柏林村', label: '柏林村（柏林镇 1001）' }])
  })

  it('are typed where the city names none, and are no matter of other kinds', () => {
    expect(choicesOf('bulletin', 'channel', {}, { channels: [], village_channels: [], villages: [], districts: [] })).toBeNull()
    expect(choicesOf('question', 'channel', {}, outline)).toBeNull()
    expect(choicesOf('bulletin', 'title', {}, outline)).toBeNull()
  })
})

describe('review', () => {
  const version = (author: string) => ({ kind: 'question', code: '1001', version: 1, author }) as Version

  function signedIn(role: 'agent' | 'supervisor', username = 'supervisor1'): void {
    useSession().account = { id: 1, username, name: '', role, extension: '', department: '' }
  }

  it("is another's and a supervisor's", () => {
    signedIn('supervisor')
    expect(useReview().barred(version('agent1'))).toBe('')
    expect(useReview().barred(version('supervisor1'))).toBe('review.own')
    signedIn('agent', 'agent2')
    expect(useReview().barred(version('agent1'))).toBe('knowledge.onlySupervisor')
  })

  it('says why it did not work, and shows what waits now', async () => {
    const asked = knowingServer({
      'GET /api/kb/review': () => [200, { versions: [] }],
      'POST /api/kb/entries/question/1001/1/publish': () => [409, { error: { code: 'conflict', message: '已发布' } }],
    })
    const review = useReview()
    review.versions = [version('agent1')]
    await review.judge(version('agent1'), 'publish')
    expect([review.versions, review.fault]).toMatchObject([[], { code: 'conflict', message: '已发布' }])
    expect(asked[0]?.body).toEqual({ note: '' })
  })

  it('lets a version that came too late explain itself', async () => {
    const late = { ...version('agent1'), outdated: true }
    knowingServer({
      'GET /api/kb/review': () => [200, { versions: [late] }],
      [`POST /api/kb/entries/${late.kind}/${late.code}/${late.version}/publish`]: () => [409, { error: { code: 'conflict', message: '已发布' } }],
    })
    const review = useReview()
    await review.judge(version('agent1'), 'publish')
    expect([review.shown?.outdated, review.fault]).toEqual([true, null])
  })
})

describe('a file to import', () => {
  const file = (name = 'a.csv', text = 'x') => new File([text], name)
  const plan = (revision: number, changed = 1) => ({ unchanged: 0, added: { count: 0, first: [] }, changed: { count: changed, first: [] }, withdrawn: { count: 0, first: [] }, revision, hints: [] })
  const tried = (answer: () => [number, object]) => knowingServer({ 'POST /api/kb/import': answer })

  it('is not even sent where it cannot be right', async () => {
    const asked = tried(() => [200, plan(0)])
    expect(unfit({ name: 'a.XLSX', size: 1 })).toBe('')
    expect(unfit({ name: 'a.xls', size: 1 })).toBe('files.wrongKind')
    expect(unfit({ name: 'a.csv', size: 0 })).toBe('files.blank')
    expect(unfit({ name: 'a.csv', size: LARGEST_FILE + 1 })).toBe('files.tooLarge')
    const imports = useImports()
    await imports.choose(file('a.exe'))
    expect([imports.refused, asked]).toEqual(['files.wrongKind', []])
  })

  it('is tried first and imported only then', async () => {
    const asked = tried(() => [200, plan(asked.length === 1 ? 0 : 7)])
    const imports = useImports()
    await imports.carryOut()
    expect(asked).toEqual([])
    await imports.choose(file('表 1.csv'))
    expect([asked[0]?.path, imports.isDone]).toEqual(['/api/kb/import?name=%E8%A1%A8+1.csv&dry_run=1', false])
    await imports.carryOut()
    expect([asked[1]?.path.includes('dry_run'), imports.isDone, imports.plan?.revision]).toEqual([false, true, 7])
    await imports.carryOut()
    expect(asked.filter((one) => one.method === 'POST')).toHaveLength(2)
  })

  it('is tried anew when what is not in it is to be withdrawn', async () => {
    const asked = tried(() => [200, plan(0)])
    const imports = useImports()
    await imports.choose(file())
    imports.replace = true
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    expect(asked[1]?.path).toContain('dry_run=1&replace=1')
  })

  it('with nothing new is not imported', async () => {
    const asked = tried(() => [200, plan(0, 0)])
    const imports = useImports()
    await imports.choose(file())
    await imports.carryOut()
    expect(asked).toHaveLength(1)
  })

  it('with faults shows them all by their places', async () => {
    const faults = [{ file: 'a.csv', line: 2, column: '答案', what: '不能为空' }]
    tried(() => [422, { error: { code: 'input', message: '文件有错误', details: { faults } } }])
    const imports = useImports()
    await imports.choose(file())
    expect([imports.plan, imports.faults, imports.busy]).toEqual([null, faults, ''])
  })
})
