import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Version } from '@/api/knowledge'
import { nameOfWork, useEditor } from '@/stores/editor'
import { useKb } from '@/stores/kb'
import { useMine } from '@/stores/mine'
import { useSession } from '@/stores/session'
import { knowingServer } from './server'

const PATH = '/api/kb/entries/question'
const version = (number: number, state: Version['state'], author: string, answer: string) => ({
  kind: 'question', code: '1001', title: '猫丢了', version: number, state, author, author_name: author, judged_by: '', note: '',
  fields: { question: '猫丢了', answer, more: [['热度', '高']] },
})
let versions: ReturnType<typeof version>[] = []
let waiting: typeof versions = []
let drafts: typeof versions = []
let refused: [number, object] | null = null
let notPublished: [number, object] | null = null
const SAYING = '/api/kb/entries/synonym'
let asked: ReturnType<typeof knowingServer>

function start() {
  setActivePinia(createPinia())
  useSession().account = { id: 1, username: 'agent1', name: '甲', role: 'agent', extension: '', department: '' }
  const kb = useKb()
  const spec = (field: string) => ({ field, title: field, shape: 'text' as const, must: true })
  kb.sheets = { question: { title: '问答', fields: [spec('question'), spec('answer')] } }
  kb.loaded = true
  const editor = useEditor()
  editor.openFor('1')
  return editor
}

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  refused = null
  notPublished = null
  waiting = []
  drafts = []
  versions = [version(1, 'published', 'supervisor1', '拨110。')]
  const wrote = () => refused ?? ([201, { version: version(2, 'draft', 'agent1', '') }] as [number, object])
  asked = knowingServer({
    [`GET ${PATH}/1001`]: () => [200, { versions }],
    'GET /api/kb/review': () => [200, { versions: waiting }],
    'GET /api/kb/drafts': () => [200, { versions: drafts }],
    [`POST ${PATH}`]: wrote,
    [`POST ${PATH}/1001`]: wrote,
    [`POST ${PATH}/1001/2/submit`]: () => [200, { version: version(2, 'review', 'agent1', '') }],
    [`POST ${SAYING}`]: wrote,
    [`POST ${SAYING}/1001/2/submit`]: () => [200, { version: version(2, 'review', 'agent1', '') }],
    [`POST ${SAYING}/1001/2/publish`]: () => notPublished ?? [200, { version: version(2, 'published', 'agent1', '') }],
  })
})

const posts = () => asked.filter((one) => one.method === 'POST')

describe('an entry being written', () => {
  it('begins with what is published, and keeps its further columns', async () => {
    const editor = start()
    versions = [version(2, 'draft', 'agent2', '别人的'), ...versions]
    await editor.edit('question', '1001')
    expect(editor.work).toMatchObject({ form: { answer: '拨110。' }, further: [['热度', '高']], saved: 0, dirty: false })
    editor.put('answer', '拨派出所。')
    await editor.save()
    expect(posts()[0]).toMatchObject({ path: `${PATH}/1001`, body: { fields: { answer: '拨派出所。' }, more: [['热度', '高']] } })
  })

  it('goes on with my own draft, and says that a colleague\'s waits', async () => {
    const editor = start()
    versions = [version(3, 'review', 'agent2', '别人的'), version(2, 'draft', 'agent1', '我的'), ...versions]
    await editor.edit('question', '1001')
    expect(editor.work).toMatchObject({ form: { answer: '我的' }, saved: 2, waitsBy: 'agent2' })
  })

  it('survives a reload of the page', async () => {
    const editor = start()
    await editor.begin('question', { question: '狗丢了' })
    editor.put('answer', '拨110。')
    await nextTick()
    expect(start().work?.form).toEqual({ question: '狗丢了', answer: '拨110。' })
  })

  it('is put aside when another is begun, and taken up as it was', async () => {
    const editor = start()
    await editor.edit('question', '1001')
    editor.put('answer', '改了')
    await editor.begin('question')
    expect(editor.aside.map(nameOfWork)).toEqual(['猫丢了'])
    await editor.edit('question', '1001')
    expect([editor.work?.form.answer, editor.aside.length]).toEqual(['改了', 0])
  })

  it('is not put aside where nobody typed anything', async () => {
    const editor = start()
    await editor.edit('question', '1001')
    await editor.begin('question')
    expect(editor.aside).toEqual([])
  })

  it('shows each fault at its field until the field is changed', async () => {
    const editor = start()
    await editor.begin('question')
    refused = [422, { error: { code: 'input', message: '资料有错误', details: { fields: { question: '不能为空', answer: '不能为空' } } } }]
    expect(await editor.save()).toBe(false)
    expect(Object.keys(editor.faults)).toEqual(['question', 'answer'])
    editor.put('answer', '能。')
    expect(editor.faults).toEqual({ question: '不能为空' })
    expect(editor.work?.form.answer).toBe('能。')
  })

  it('loses nothing when the server is gone, and can be saved again', async () => {
    const editor = start()
    await editor.begin('question', { question: '狗丢了' })
    refused = [503, { error: { code: 'storage', message: 'The database does not answer.' } }]
    await editor.save()
    expect([editor.failure, editor.work?.form.question, editor.busy]).toMatchObject([{ code: 'storage' }, '狗丢了', false])
    refused = null
    expect(await editor.save()).toBe(true)
    expect(editor.work).toMatchObject({ code: '1001', saved: 2 })
  })

  it('is saved once before it is handed in, with its note', async () => {
    const editor = start()
    await editor.begin('question', { question: '狗丢了' })
    if (editor.work) editor.work.note = '市民常问'
    await editor.save()
    await editor.submit()
    expect(posts().map((one) => one.path)).toEqual([PATH, `${PATH}/1001/2/submit`])
    expect(posts()[1]?.body).toEqual({ note: '市民常问' })
    expect([editor.work, editor.done]).toEqual([null, 'submitted'])
  })

  it('is not handed in with a fault', async () => {
    const editor = start()
    await editor.begin('question')
    refused = [422, { error: { code: 'input', message: '资料有错误', details: { fields: { answer: '不能为空' } } } }]
    expect(await editor.submit()).toBe(false)
    expect(posts()).toHaveLength(1)
    expect(editor.work).not.toBeNull()
  })
})

describe('a saying', () => {
  it('is published with being handed in', async () => {
    const editor = start()
    await editor.begin('synonym', { term: '人工流产' })
    expect(await editor.submit()).toBe(true)
    expect(posts().map((one) => one.path)).toEqual([SAYING, `${SAYING}/1001/2/submit`, `${SAYING}/1001/2/publish`])
    expect([editor.work, editor.done]).toEqual([null, 'published'])
  })

  it('waits for somebody else where it could not be published, and says why', async () => {
    const editor = start()
    notPublished = [409, { error: { code: 'conflict', message: '已经发布了更新的版本' } }]
    await editor.begin('synonym', { term: '人工流产' })
    expect(await editor.submit()).toBe(false)
    expect([editor.work, editor.done, editor.failure]).toMatchObject([null, 'submitted', { code: 'conflict' }])
  })
})

describe('a draft that came too late', () => {
  it('is saved as a new version before it is handed in', async () => {
    const editor = start()
    versions = [version(2, 'published', 'agent2', '新的'), version(1, 'draft', 'agent1', '我的')]
    await editor.edit('question', '1001')
    expect(editor.work).toMatchObject({ form: { answer: '我的' }, saved: 0, behind: 2 })
    await editor.submit()
    expect(posts().map((one) => one.path)).toEqual([`${PATH}/1001`, `${PATH}/1001/2/submit`])
  })
})

describe('a bulletin', () => {
  it('loses a channel that its village does not have', async () => {
    const editor = start()
    const kb = useKb()
    const spec = (field: string) => ({ field, title: field, shape: 'text' as const, must: true })
    kb.sheets = { bulletin: { title: '公告', fields: [spec('channel'), spec('village')] } }
    kb.outline = { channels: [{ code: '01', name: '停水' }], village_channels: [{ code: '1', name: '村务' }], villages: [], districts: [] }
    await editor.begin('bulletin')
    editor.put('channel', '停水')
    editor.put('village', '')
    expect(editor.work?.form.channel).toBe('停水')
    editor.put('village', '柏林村')
    expect(editor.work?.form.channel).toBe('')
    editor.put('channel', '村务')
    editor.put('village', '茶山村')
    expect(editor.work?.form.channel).toBe('村务')
  })
})

describe('what I have written', () => {
  it('is what the server says of it: what waits for another, then my drafts', async () => {
    start()
    const mine = useMine()
    waiting = [version(3, 'review', 'agent2', ''), version(4, 'review', 'agent1', '')]
    drafts = [version(2, 'draft', 'agent1', '')]
    await mine.load()
    expect(mine.versions.map((one) => [one.version, one.state])).toEqual([[4, 'review'], [2, 'draft']])
  })

  it('stays in sight while the server is gone', async () => {
    start()
    const mine = useMine()
    drafts = [version(2, 'draft', 'agent1', '')]
    await mine.load()
    knowingServer({})
    await mine.load()
    expect([mine.failed, mine.versions.length]).toEqual([true, 1])
  })
})
