import { createApp, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Opening } from '@/api/knowledge'
import { addressOf, shownAt } from '@/public/address'
import { mostOf, stepOf, valueTold } from '@/public/figures'
import type { Bulletin, Entry, Figure, Hit, Office } from '@/public/asking'
import { i18n } from '@/public/i18n'
import PublicApp from '@/public/PublicApp.vue'
import { knowingServer, type Asked } from './server'

const OPEN_NOW: Opening = { open: true, until: { at: '', days: 0, weekday: 0, date: '11-23', time: '17:00' }, admits: null, opens: null, parts: [], occasions: [] }
const OFFICE: Office = {
  code: '01', name: '市公安局', english: 'Public Security Bureau', aliases: ['派出所'], address: '新华路88号', directions: '', hours: '工作日9:00—17:00',
  holidays: '', web: 'gaj.yunchuan.example', phones: [{ number: '0999-55501101', label: '户政' }], complaint_phones: [],
  opening: OPEN_NOW,
}
const CLOSED: Office = { ...OFFICE, code: '02', name: '市税务局', english: '', aliases: [], opening: { ...OPEN_NOW, open: false, until: null } }
const GUIDE: Entry = {
  kind: 'procedure', code: '0102', title: '居民身份证补领', english: '', conditions: '', fee: '40元', time_limit: '20日', legal_limit: '', where: '', result: '', shared: '',
  process: [], materials: ['户口簿', '相片'], legal_basis: [], forms: [{ name: '申请表', path: '/f/abc' }, { name: '窗口领取', path: '' }],
  departments: [{ code: '01', name: '市公安局', phone: '0999-55501101' }],
}
const HIT: Hit = { kind: 'procedure', code: '0102', title: '居民身份证补领', passage: '<img src=x onerror=alert(1)>户口簿' }
const figure = (code: string, more: Partial<Figure> = {}): Figure => ({ code, value: 12, numerator: 12, denominator: 0, few: false, before: null, year_ago: null, ...more })
const BULLETIN: Bulletin = {
  month: '2026-10', from: '2026-10-01', to: '2026-10-31', at: '2026-11-02T01:00:00+00:00', correction: 1,
  definitions: [
    { code: 'accepted', name: '受理量', kind: 'count', unit: '件', formula: '登记的工单数。', basis: '' },
    { code: 'answered', name: '接通率', kind: 'share', unit: '%', formula: '', basis: '' },
  ],
  sections: [
    { code: 'telephone', title: '电话服务', note: '', rows: [{ name: '合计', figures: [figure('answered', { value: 0.982, before: 0.95 }), figure('accepted')] }] },
    { code: 'type', title: '按类型', note: '', rows: [{ name: '求助', figures: [figure('accepted', { value: 8, numerator: 8 })] }, { name: '咨询', figures: [figure('accepted', { value: 4, numerator: 4 })] }] },
  ],
}

let app: App
let asked: Asked[]
let progress: [number, object]
const find = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`)
const all = (testid: string) => [...document.querySelectorAll<HTMLElement>(`[data-testid="${testid}"]`)]
const soon = (what: () => void) => vi.waitFor(what, { timeout: 5_000 })
const refused = (code: string) => ({ error: { code, message: '没有查到。', details: {} } })

function type(testid: string, text: string): void {
  const field = find(testid) as HTMLInputElement
  field.value = text
  field.dispatchEvent(new Event('input'))
}

function send(testid: string): void {
  find(testid)?.closest('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
}

beforeEach(() => {
  progress = [200, { progress: '工单2600000014，11月21日受理，正在派单。' }]
  asked = knowingServer({
    'GET /api/public': () => [200, { city: '云川市', lines: [{ number: '12345', name: '政务服务热线' }, { number: '114', name: '查号' }] }],
    'POST /api/public/progress': () => progress,
    'GET /api/public/search': () => [200, { hits: [HIT], unsure: true }],
    'GET /api/public/entries/procedure/0102': () => [200, { entry: GUIDE }],
    'GET /api/public/departments': () => [200, { departments: [OFFICE, CLOSED] }],
    'GET /api/public/bulletins': () => [200, { months: [{ month: '2026-10', from: '2026-10-01', to: '2026-10-31', at: BULLETIN.at, correction: 1 }] }],
    'GET /api/public/bulletins/2026-10': () => [200, BULLETIN],
  })
  history.replaceState(null, '', '/public?lang=zh-CN')
  localStorage.clear()
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(PublicApp).use(i18n)
  app.mount('#app')
})
afterEach(() => app.unmount())

describe('the address', () => {
  it('says language, size and part, and is the only memory', () => {
    const shown = { language: 'en', big: true, tab: 'bulletin' } as const
    expect(addressOf(shown)).toBe('?lang=en&size=big#bulletin')
    expect(shownAt({ search: '?lang=en&size=big', hash: '#bulletin' }, [])).toEqual(shown)
    expect(shownAt({ search: '?lang=<b>&size=9', hash: '#__proto__' }, ['fr', 'zh-HK'])).toEqual({ language: 'zh-TW', big: false, tab: 'progress' })
    expect(shownAt({ search: '', hash: '' }, ['fr']).language).toBe('zh-CN')
  })

  it('follows what is chosen, and nothing is stored', async () => {
    find('big')?.click()
    find('language-en')?.click()
    find('tab-departments')?.click()
    await soon(() => expect(all('office')).toHaveLength(2))
    expect(location.search + location.hash).toBe('?lang=en&size=big#departments')
    expect(document.documentElement.lang).toBe('en')
    expect(document.documentElement.classList.contains('big')).toBe(true)
    expect([localStorage.length, sessionStorage.length, document.cookie]).toEqual([0, 0, ''])
    find('big')?.click()
    expect(document.documentElement.classList.contains('big')).toBe(true)
    await soon(() => expect(document.documentElement.classList.contains('big')).toBe(false))
  })
})

describe('progress', () => {
  it('is asked with number and code in the body, and told as the server says it', async () => {
    type('number', '2600 0000 14')
    type('code', '123456')
    send('number')
    await soon(() => expect(find('progress')?.textContent).toContain('正在派单'))
    const question = asked.find((one) => one.method === 'POST')
    expect(question?.path).toBe('/api/public/progress')
    expect(question?.body).toEqual({ number: '2600 0000 14', code: '123456' })
    expect((find('code') as HTMLInputElement).value).toBe('')
    expect(location.href).not.toContain('123456')
  })

  it.each([
    [404, '没有查到'],
    [429, '次数太多'],
    [503, '暂时查不了'],
  ])('says in words what to do when it is refused: %i', async (status, words) => {
    progress = [status, refused('x')]
    type('number', '2600000014')
    type('code', '999999')
    send('number')
    await soon(() => expect(find('trouble')?.textContent).toContain(words))
    expect(find('trouble')?.textContent).toContain('12345')
    expect(find('progress')).toBeNull()
  })

  it('asks for both before it asks the server', async () => {
    type('number', '2600000014')
    send('number')
    await soon(() => expect(find('trouble')?.textContent).toContain('查询码'))
    expect(asked.filter((one) => one.method === 'POST')).toEqual([])
  })
})

describe('answers', () => {
  it('are found, opened in full, and left again; what is hostile stays text', async () => {
    find('tab-search')?.click()
    await soon(() => expect(find('question')).not.toBeNull())
    type('question', '身份证丢了')
    send('question')
    await soon(() => expect(all('hit')).toHaveLength(1))
    expect(find('unsure')).not.toBeNull()
    expect(document.querySelector('.hits img')).toBeNull()
    all('hit')[0]?.click()
    await soon(() => expect(find('entry')?.textContent).toContain('户口簿'))
    expect(all('form').map((one) => one.getAttribute('href'))).toEqual(['/f/abc'])
    expect(find('entry')?.textContent).not.toContain('办理条件')
    find('back')?.click()
    await soon(() => expect(all('hit')).toHaveLength(1))
  })
})

describe('offices', () => {
  it('are found by another name, and those that are open by themselves', async () => {
    find('tab-departments')?.click()
    await soon(() => expect(all('office')).toHaveLength(2))
    expect(all('office')[0]?.textContent).toContain('17:00')
    type('wanted', '派出所')
    await soon(() => expect(all('office').map((one) => one.dataset.code)).toEqual(['01']))
    type('wanted', '')
    find('only-open')?.click()
    await soon(() => expect(all('office').map((one) => one.dataset.code)).toEqual(['01']))
    expect(document.querySelector('a[href="tel:0999-55501101"]')).not.toBeNull()
    expect(document.querySelector('a[href="https://gaj.yunchuan.example"]')?.getAttribute('rel')).toContain('noreferrer')
  })
})

describe('the bulletin', () => {
  it('is the newest month, with the other periods, and says that it was corrected', async () => {
    find('tab-bulletin')?.click()
    await soon(() => expect(find('whole')?.textContent).toContain('98.2%'))
    expect(find('whole')?.textContent).toContain('95.0%')
    expect(find('corrected')?.textContent).toContain('2026-11-02')
    expect(find('list')?.textContent).toContain('求助')
    find('language-en')?.click()
    await soon(() => expect(find('whole')?.textContent).toContain('Answer rate'))
  })

  it('writes figures as people read them', () => {
    expect([valueTold(null, 'share'), valueTold(1, 'share'), valueTold(12345, 'count'), valueTold(12.34, 'mean')]).toEqual(['—', '100.0%', '12,345', '12.3'])
    expect([stepOf(1, 2), stepOf(2, 1), stepOf(1, 1), stepOf(null, 1), stepOf(1, null)]).toEqual(['down', 'up', 'same', '', ''])
    expect(mostOf([{ name: 'a', figures: [figure('a', { numerator: 8 })] }, { name: 'b', figures: [] }])).toBe(8)
    expect(mostOf([])).toBe(1)
  })
})
