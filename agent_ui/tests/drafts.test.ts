import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Card, LiveMessage } from '@/api/types'
import { useCall } from '@/stores/call'
import { useDrafts, type Draft } from '@/stores/drafts'
import { KEPT_MS } from '@/stores/keeping'
import { useLive } from '@/stores/live'
import { useSession } from '@/stores/session'
import { fakePhone } from './fakes'
import { knowingServer } from './server'

const AT = '2026-03-02T01:00:00+00:00'
const card = (callId: string, number: string): Card => ({ call_id: callId, number, origin: '', name: '王女士', dialled: '12345', arrived: AT, steps: [], calls: [], tickets: [], whole: true })
const ringing = (callId: string, number: string): LiveMessage => ({ type: 'ringing', call_id: callId, card: card(callId, number) })

/** What the next page, another day or after a crash, finds. */
function anotherPage(account = '1') {
  setActivePinia(createPinia())
  const drafts = useDrafts()
  drafts.openFor(account)
  return drafts
}

async function begun(callId: string) {
  const drafts = anotherPage()
  drafts.open(callId)
  drafts.draft.fields.content = '路灯不亮'
  await nextTick()
  return drafts
}

beforeEach(() => {
  localStorage.clear()
  knowingServer({})
})

describe('a ticket that was begun', () => {
  it('survives the end of the tab and of the browser', async () => {
    await begun('call-1')
    sessionStorage.clear()
    expect(anotherPage().waiting.map((one) => one.fields.content)).toEqual(['路灯不亮'])
  })

  it('survives signing out, and another who works at this desk meanwhile sees nothing of it', async () => {
    const drafts = await begun('call-1')
    drafts.openFor('2')
    expect(drafts.waiting).toEqual([])
    drafts.openFor('1')
    drafts.open('call-1')
    expect(drafts.draft.fields.content).toBe('路灯不亮')
  })

  it('is one as soon as anything was chosen: confidential, urgency, type, who assists, the outcome, its ground', async () => {
    const choices: ((draft: Draft) => unknown)[] = [
      ({ fields }) => (fields.confidential = true),
      ({ fields }) => (fields.urgency = 'urgent'),
      ({ fields }) => (fields.type = 'complaint'),
      ({ fields }) => fields.assisting.push('05'),
      ({ outcome }) => (outcome.action = 'accept'),
      ({ outcome }) => (outcome.ground = 'litigation'),
    ]
    for (const choose of choices) {
      localStorage.clear()
      const drafts = anotherPage()
      drafts.open('call-1')
      drafts.prefill(card('call-1', '13800001111'))
      await nextTick()
      expect(Object.keys(localStorage)).toEqual([])
      choose(drafts.draft)
      await nextTick()
      drafts.open('call-2')
      expect(drafts.waiting.map((one) => one.callId)).toEqual(['call-1'])
      expect(anotherPage().waiting.length).toBe(1)
    }
  })

  it('is not deleted by another window, in which the form of the same call is empty', async () => {
    const other = anotherPage()
    other.open('call-1')
    other.prefill(card('call-1', '13800001111'))
    await begun('call-1')
    other.leave()
    await nextTick()
    expect(anotherPage().waiting.map((one) => one.fields.content)).toEqual(['路灯不亮'])
  })

  it('is gone when it is emptied by hand, after a reload too', async () => {
    await begun('call-1')
    const drafts = anotherPage()
    drafts.open('call-1')
    drafts.draft.fields.content = ''
    await nextTick()
    expect([Object.keys(localStorage), drafts.waiting]).toEqual([[], []])
  })

  it('is thrown away where somebody says so', async () => {
    const drafts = await begun('call-1')
    drafts.open('')
    drafts.discard('call-1')
    expect(drafts.waiting).toEqual([])
    expect(anotherPage().waiting).toEqual([])
  })

  it('does not lie on the machine for ever, whoever wrote it; what cannot be read does not stop a page', async () => {
    await begun('call-1')
    const [name = ''] = Object.keys(localStorage)
    const old = { ...(JSON.parse(localStorage.getItem(name) ?? '{}') as object), at: Date.now() - KEPT_MS - 1 }
    localStorage.setItem(name, JSON.stringify(old))
    localStorage.setItem('hotline.draft.9.x', '{broken')
    anotherPage('2')
    expect(Object.keys(localStorage)).toEqual([])
  })
})

describe('the way back from an older ticket', () => {
  it('leads to a form that still has the citizen, where nothing had been typed yet', async () => {
    const drafts = await begun('call-1')
    drafts.open('call-2')
    drafts.prefill(card('call-2', '13800002222'))
    drafts.open('call-1')
    drafts.open('call-2')
    expect(drafts.draft.fields).toMatchObject({ citizen_number: '13800002222', citizen_name: '王女士' })
    expect([drafts.begun, drafts.waiting.map((one) => one.callId)]).toEqual([false, ['call-1']])
  })

  it('leads to what the agent typed in place of the number', async () => {
    const drafts = await begun('call-1')
    drafts.open('call-2')
    drafts.prefill(card('call-2', '13800002222'))
    drafts.draft.fields.citizen_number = '075786211234'
    await nextTick()
    drafts.open('call-1')
    drafts.open('call-2')
    expect(drafts.draft.fields.citizen_number).toBe('075786211234')
  })
})

describe('a voice message', () => {
  it('becomes a ticket with its number and what it came by, and nothing is begun before somebody writes', async () => {
    const drafts = anotherPage()
    drafts.openMessage({ call_id: 'call-7', number: '13800003333' })
    await nextTick()
    expect(drafts.draft).toMatchObject({ callId: 'call-7', fields: { came_by: 'message', citizen_number: '13800003333' } })
    drafts.open('')
    expect([drafts.begun, drafts.waiting.length, drafts.draft.fields.came_by]).toEqual([false, 0, 'phone'])
  })
})

describe('another call', () => {
  function desk() {
    setActivePinia(createPinia())
    useSession().account = { id: 1, username: 'agent1', name: '甲', role: 'agent', extension: '1001', department: '' }
    useDrafts().openFor('1')
    const call = useCall()
    let made: ReturnType<typeof fakePhone> | undefined
    call.start((onChange) => (made = fakePhone(onChange)).phone)
    return { call, drafts: useDrafts(), hear: (message: LiveMessage) => useLive().hear(message, 1_000), ua: made?.ua as ReturnType<typeof fakePhone>['ua'] }
  }

  it('takes an empty form at once', async () => {
    const { call, drafts, hear } = desk()
    await nextTick()
    hear(ringing('call-1', '13800001111'))
    expect([drafts.draft.callId, drafts.draft.fields.citizen_number]).toEqual(['call-1', '13800001111'])
    call.stop()
  })

  it('never takes the place of a ticket that is being written, before it is answered', async () => {
    const { call, drafts, hear, ua } = desk()
    await nextTick()
    hear(ringing('call-1', '13800001111'))
    drafts.draft.fields.content = '路灯不亮'
    await nextTick()
    hear(ringing('call-2', '13800002222'))
    const session = ua.ring('call-2')
    expect([call.card?.number, drafts.draft.callId]).toEqual(['13800002222', 'call-1'])
    call.answer()
    session.connect()
    expect([drafts.draft.callId, drafts.draft.fields.citizen_number]).toEqual(['call-2', '13800002222'])
    expect(drafts.waiting.map((one) => [one.callId, one.fields.content])).toEqual([['call-1', '路灯不亮']])
    call.stop()
  })
})
