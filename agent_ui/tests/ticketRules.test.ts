import { describe, expect, it } from 'vitest'
import { joinKey } from '@/keys'
import { changesInWords, type Names } from '@/tickets/changes'
import { emptyOf, missingOf, sentOf, shapeOf, shownFields } from '@/tickets/fields'
import { fileFault, LARGEST, MOST_FILES } from '@/tickets/files'
import { leftOf, pressure } from '@/tickets/left'
import { missingIn, outcomeOf, sentWith, UNDECIDED } from '@/tickets/outcome'
import { blank } from '@/stores/drafts'

describe('the time that is left', () => {
  it.each([
    ['剩余3个工作日', 'left.days', '3', 'calm'],
    ['剩余1个工作日', 'left.days', '1', 'soon'],
    ['剩余不到1个工作日', 'left.lessThanDay', '', 'soon'],
    ['今天17:30到期', 'left.today', '17:30', 'soon'],
    ['已超期2个工作日', 'left.over', '2', 'over'],
    ['已超期', 'left.overToday', '', 'over'],
  ])('%s is understood', (words, key, n, how) => {
    expect([leftOf(words), pressure(words)]).toEqual([{ key, n }, how])
  })

  it('presses nobody where no clock runs, and unknown words are left as they came', () => {
    expect([leftOf(''), pressure('')]).toEqual([null, ''])
    expect([leftOf('还有两周'), pressure('还有两周')]).toEqual([null, 'calm'])
    expect(pressure('', true)).toBe('over')
  })
})

describe('the fields of a move', () => {
  const CALL_BACK = ['contacted', 'solved', 'satisfied', 'words']

  it('are asked in their own way, and one that is unknown as a line of text', () => {
    expect(shapeOf('return', 'reason')).toMatchObject({ widget: 'area', most: 500 })
    expect(shapeOf('reply', 'note').most).toBe(4000)
    expect(shapeOf('explain', 'note').most).toBe(500)
    expect(shapeOf('set_limit', 'due').widget).toBe('moment')
    expect(['ask_assisting', 'grant_assisting', 'refuse_assisting'].map((action) => shapeOf(action, 'department').widget)).toEqual(['department', 'asked', 'asked'])
    expect(shapeOf('anything', 'unheard_of').widget).toBe('line')
    expect([emptyOf('call_back', 'contacted'), emptyOf('dispatch', 'assisting'), emptyOf('return', 'reason')]).toEqual([null, [], ''])
  })

  it('ask only a citizen who was reached', () => {
    expect(shownFields(CALL_BACK, { contacted: null })).toEqual(['contacted'])
    expect(shownFields(CALL_BACK, { contacted: true })).toEqual(CALL_BACK)
    expect(sentOf(CALL_BACK, { contacted: false, solved: 'no', words: '' })).toEqual({ contacted: false })
    expect(sentOf(['department', 'assisting'], { department: '01', assisting: [] })).toEqual({ department: '01' })
  })

  it('are missed where they must be there', () => {
    expect(missingOf(CALL_BACK, ['solved', 'satisfied', 'words'], { contacted: null })).toEqual(['contacted'])
    expect(missingOf(CALL_BACK, ['solved', 'satisfied', 'words'], { contacted: false })).toEqual([])
    expect(missingOf(['reason', 'basis'], [], { reason: ' ', basis: '第三条' })).toEqual(['reason'])
    expect(missingOf(['days', 'amended'], [], { days: 0, amended: {} })).toEqual(['days', 'amended'])
    expect(missingOf(['due', 'reason'], [], { due: null, reason: '鉴定' })).toEqual(['due'])
  })
})

describe('what becomes of a new ticket', () => {
  const { fields } = blank('')

  it('is dispatched where a department is chosen, unless the agent says otherwise', () => {
    expect(outcomeOf(UNDECIDED, { department: '' })).toBe('accept')
    expect(outcomeOf(UNDECIDED, { department: '01' })).toBe('dispatch')
    expect(outcomeOf({ ...UNDECIDED, action: 'save_draft' }, { department: '01' })).toBe('save_draft')
  })

  it('is sent with what belongs to it, and with nothing else', () => {
    const outcome = { ...UNDECIDED, action: 'transfer' as const, body: ' 119 ', reason: '写了又改主意' }
    const sent = sentWith(outcome, { ...fields, content: '起火', assisting: ['02'] })
    expect(sent).toMatchObject({ action: 'transfer', body: '119', assisting: [] })
    expect('reason' in sent).toBe(false)
    expect(sentWith(UNDECIDED, { ...fields, department: '01', assisting: ['02'] })).toMatchObject({ action: 'dispatch', assisting: ['02'] })
  })

  it('needs what its choice needs', () => {
    const written = { ...fields, content: '路灯坏了' }
    expect(missingIn(UNDECIDED, fields)).toEqual({ content: 'form.contentMissing' })
    expect(missingIn({ ...UNDECIDED, action: 'dispatch' }, written)).toEqual({ department: 'form.departmentMissing' })
    expect(Object.keys(missingIn({ ...UNDECIDED, action: 'decline', reason: '已起诉' }, written))).toEqual(['ground', 'channel'])
    expect(missingIn({ ...UNDECIDED, action: 'answer', public_answer: '可以' }, written)).toEqual({})
  })
})

describe('a row of history', () => {
  const TEXTS: Record<string, string> = { 'change.state': '状态', 'ticketState.signed': '办理中', 'change.due': '时限', 'change.assisting': '协办', 'change.contacted': '联系上', 'yesNo.no': '否', 'tickets.comma': '、' }
  const names: Names = { text: (key) => TEXTS[key] ?? '', department: (code) => `单位${code}`, category: (code) => code, district: (code) => code, now: Date.parse('2026-11-20T00:00:00Z') }

  it('is said in words, and an unknown field by its own name', () => {
    const changes = { due_reason: '需鉴定', state: 'signed', assisting: ['01', '02'], assist_asked: '03', contacted: false, odd: 'x', due: null, call_back: 'no number' }
    expect(changesInWords(changes, names)).toEqual([['状态', '办理中'], ['协办', '单位01、单位02'], ['assist_asked', '单位03'], ['联系上', '否'], ['odd', 'x']])
  })

  it('shows what is no time as it came', () => {
    expect(changesInWords({ due: '不久' }, names)).toEqual([['时限', '不久']])
  })
})

describe('a file', () => {
  it('is refused before it is sent where the server would refuse it', () => {
    const fault = (name: string, size: number, there = 0) => fileFault({ name, size }, there)
    expect([fault('a.PDF', 1), fault('a.exe', 1), fault('无名', 1)]).toEqual(['', 'ticketFiles.wrongKind', 'ticketFiles.wrongKind'])
    expect([fault('a.png', LARGEST), fault('a.png', LARGEST + 1), fault('a.png', 0)]).toEqual(['', 'ticketFiles.tooLarge', 'ticketFiles.blank'])
    expect(fault('a.png', 1, MOST_FILES)).toBe('ticketFiles.tooMany')
  })
})

describe('the key that joins', () => {
  it('is Alt with a digit alone', () => {
    const press = (code: string, more = {}) => joinKey({ code, altKey: true, ctrlKey: false, metaKey: false, repeat: false, ...more })
    expect([press('Digit1'), press('Numpad3'), press('KeyA'), press('Digit2', { altKey: false }), press('Digit2', { ctrlKey: true }), press('Digit2', { repeat: true })]).toEqual([1, 3, 0, 0, 0, 0])
  })
})
