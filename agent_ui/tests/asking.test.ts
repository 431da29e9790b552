import { describe, expect, it } from 'vitest'
import type { Category } from '@/api/types'
import { actionOf, askKey, fieldKey, joinKey, suggestKey, typing } from '@/keys'
import { finds, startsWord } from '@/knowledge/initials'
import { answered, asksOf, withAsk } from '@/tickets/asks'
import { streetIn, withStreet } from '@/tickets/where'

describe('a name', () => {
  it('is found by a part of it, or by first letters in a row, however a sign may be read', () => {
    expect(finds('路灯', '路灯与井盖', 'l d y j g')).toBe(true)
    expect(finds('ld', '路灯与井盖', 'l d y j g')).toBe(true)
    expect(finds('JG', '路灯与井盖', 'l d y j g')).toBe(true)
    expect(finds('yh', '银行', 'y xh')).toBe(true)
    expect(finds('yx', '银行', 'y xh')).toBe(true)
    expect(finds('', '银行')).toBe(true)
  })

  it('is not found by letters that skip a sign, or by other signs', () => {
    expect(finds('lj', '路灯与井盖', 'l d y j g')).toBe(false)
    expect(finds('路盖', '路灯与井盖', 'l d y j g')).toBe(false)
    expect(finds('ldyjgx', '路灯与井盖', 'l d y j g')).toBe(false)
  })
})

describe('a word', () => {
  it('begins a name, or stands behind what parts two words', () => {
    expect(startsWord('ld', '路灯与井盖', 'l d y j g')).toBe(true)
    expect(startsWord('jg', '路灯与井盖', 'l d y j g')).toBe(true)
    expect(startsWord('井', '路灯与井盖', 'l d y j g')).toBe(true)
    expect(startsWord('ld', '占道经营与流动摊贩', 'z d j y y l d t f')).toBe(true)
    expect(startsWord('dj', '占道经营与流动摊贩', 'z d j y y l d t f')).toBe(false)
    expect(startsWord('灯', '路灯与井盖', 'l d y j g')).toBe(false)
  })
})

describe('the questions of a category', () => {
  const tree: Category[] = [{ code: '03', name: '城市管理', letters: '', asks: ['详细地点'], children: [{ code: '0303', name: '路灯', letters: '', asks: ['灯杆编号', '从哪天起'], children: [] }] }]

  it('are those that the city has written for it', () => {
    expect(asksOf(tree, '0303')).toEqual(['灯杆编号', '从哪天起'])
    expect(asksOf(tree, '03')).toEqual(['详细地点'])
    expect(asksOf(tree, '')).toEqual([])
  })

  it('are written on lines of their own, once, with the cursor behind them', () => {
    const first = withAsk('路灯不亮\n', '灯杆编号')
    expect(first).toEqual({ content: '路灯不亮\n灯杆编号：', at: 10 })
    expect(withAsk('', '灯杆编号')).toEqual({ content: '灯杆编号：', at: 5 })
    const again = withAsk('灯杆编号：A7\n从哪天起：', '灯杆编号')
    expect(again).toEqual({ content: '灯杆编号：A7\n从哪天起：', at: 7 })
  })

  it('are answered when something stands behind them', () => {
    expect(answered('灯杆编号：', '灯杆编号')).toBe(false)
    expect(answered('路灯不亮\n灯杆编号：A7', '灯杆编号')).toBe(true)
    expect(answered('问过灯杆编号：A7', '灯杆编号')).toBe(false)
  })
})

describe('where a matter is', () => {
  const district = { code: '01', name: '云湖区', letters: '', streets: [{ name: '新华街道', letters: '' }, { name: '新华街道北', letters: '' }] }

  it('has the street that the place begins with, the longest of them', () => {
    expect(streetIn(district, '新华街道北18号')).toBe('新华街道北')
    expect(streetIn(district, '人民路')).toBe('')
    expect(streetIn(undefined, '新华街道')).toBe('')
  })

  it('keeps what was typed when another street is chosen, or none', () => {
    expect(withStreet('新华街道18号', '新华街道', '钟楼街道')).toBe('钟楼街道18号')
    expect(withStreet('18号', '', '钟楼街道')).toBe('钟楼街道18号')
    expect(withStreet('钟楼街道18号', '钟楼街道', '')).toBe('18号')
  })
})

describe('keys', () => {
  const alt = (code: string) => ({ code, key: '', altKey: true, ctrlKey: false, metaKey: false, repeat: false })

  it('mean one thing each', () => {
    expect([joinKey(alt('Digit1')), suggestKey(alt('Digit1'))]).toEqual([1, 0])
    expect([joinKey(alt('Numpad5')), suggestKey(alt('Numpad5'))]).toEqual([0, 2])
    expect([fieldKey(alt('KeyC')), askKey(alt('KeyC'))]).toEqual(['category', false])
    expect([fieldKey(alt('KeyQ')), askKey(alt('KeyQ'))]).toEqual([null, true])
    expect(fieldKey({ ...alt('KeyC'), ctrlKey: true })).toBeNull()
    expect(actionOf({ key: 'F2', altKey: false, ctrlKey: true, metaKey: false, repeat: false })).toBe('reject')
  })

  it('write while somebody types', () => {
    expect(typing(document.createElement('textarea'))).toBe(true)
    expect(typing(document.createElement('button'))).toBe(false)
    expect(typing(null)).toBe(false)
  })
})
