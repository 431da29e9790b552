/** Tickets as the server tells them, for the tests of the screens. */
import type { Offer, Ticket, WholeTicket } from '@/api/tickets'
import type { WorkItem } from '@/api/ticketWork'

export const AT = '2026-11-09T01:10:00+00:00'

export function ticketOf(more: Partial<Ticket> = {}): Ticket {
  return {
    came_by: 'phone',
    came_by_label: '电话',
    number: '2600000023', type: 'help', type_label: '求助', category: '0102', urgency: 'normal', urgency_label: '一般',
    district: '01', district_name: '云湖区', place: '人民路', title: '工资拖欠', content: '工资一直拖欠。', department: '02',
    department_name: '市人社局', confidential: false, state: 'signed', state_label: '办理中', created: AT, created_by: 'agent1',
    created_by_name: '林晓燕', version: 4, round: 1, dispatched: AT, due: '2026-11-16T09:30:00+00:00', left: '剩余3个工作日',
    overdue: false, extended: 0, returns: 0, adjudicated: false, attempts: 0, due_reason: '', due_basis: '', profile: 'five-day', public_answer: '', answered: null,
    finished: null, parent: '', ...more,
  }
}

export const offer = (action: Offer['action'], fields: string[], optional: string[] = []): Offer => ({ action, label: action, fields, optional })

export function wholeOf(more: Partial<WholeTicket> = {}): WholeTicket {
  return {
    ticket: ticketOf(), history: [], parts: [], limits: [], cards: [], extensions: [], assist_requests: [], call_backs: [], oversight: [],
    files: [], children: [], parent: null, actions: [], ...more,
  }
}

export function itemOf(number: string, more: Partial<WorkItem> = {}): WorkItem {
  const { title, content, place, ...head } = ticketOf({ number, state: 'dispatched', state_label: '待签收' })
  return { ...head, title, content, place, watches: [], ...more }
}

/** An answer that refuses. */
export const refusing = (status: number, code: string, details: object = {}, message = '不行'): [number, object] => [status, { error: { code, message, details } }]
