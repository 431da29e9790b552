import { expect, it } from 'vitest'
import { looksMobile, withExtension } from '@/citizens/numbers'

const t = (key: string, named: Record<string, string>) => `${key} ${named.number ?? ''}`

it.each([
  ['13800138000', true],
  ['+86 138-0013-8000', true],
  ['013800138000', true],
  ['075583111111', false],
  ['12345', false],
  ['', false],
])('guesses whether %s can get a text', (number, mobile) => {
  expect(looksMobile(number)).toBe(mobile)
})

it('shows whom to ask for behind a switchboard, and nothing where there is nobody', () => {
  expect(withExtension({ citizen_number: '075588866666', citizen_extension: '8012' }, t)).toBe('075588866666 calling.extension 8012')
  expect(withExtension({ citizen_number: '075588866666', citizen_extension: '' }, t)).toBe('075588866666')
  expect(withExtension({}, t)).toBe('')
})
