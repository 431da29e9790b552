import { describe, expect, it } from 'vitest'
import { ApiError, ask, useServer } from '@/api/client'
import { explained, linkTrouble } from '@/faults'
import en from '@/locales/en.json'
import zhCN from '@/locales/zh-CN.json'

function words(texts: { fault: Record<string, string> }) {
  const of = (key: string) => texts.fault[key.replace('fault.', '')]
  return { t: (key: string) => of(key) ?? key, te: (key: string) => of(key) !== undefined }
}
const failed = (code: string, message: string) => new ApiError(503, code, message)

describe('a failure', () => {
  it("is told in the reader's language where its code is known", () => {
    for (const code of ['storage', 'telephony', 'asterisk-away', 'internal', 'unreachable', 'timeout']) {
      expect(explained(failed(code, 'The database does not answer.'), words(zhCN))).toMatch(/[一-龥]/)
      expect(explained(failed(code, '数据库'), words(en))).not.toMatch(/[一-龥]/)
    }
  })

  it('else speaks for itself, and never says nothing', () => {
    expect(explained(failed('conflict', '别人刚改过'), words(zhCN))).toBe('别人刚改过')
    expect(explained(failed('new-code', ''), words(zhCN))).toBe(zhCN.fault.server)
    expect(explained(new TypeError('x'), words(zhCN))).toBe(zhCN.fault.server)
  })
})

describe('why the telephone system is not heard', () => {
  it('is told by us, for the server says it in English', () => {
    expect(linkTrouble('Asterisk does not answer.')).toBe('stale.link')
    expect(linkTrouble('Asking Asterisk for the state of all calls')).toBe('stale.asking')
    expect(linkTrouble('12 events were lost: asking anew')).toBe('stale.asking')
    expect(linkTrouble('')).toBe('stale.link')
  })
})

describe('a question to the server', () => {
  const late = (name: string) => () => Promise.reject(new DOMException('', name))

  it('has a code for every way in which no answer came', async () => {
    for (const [name, code] of [['TimeoutError', 'timeout'], ['AbortError', 'stopped'], ['NetworkError', 'unreachable']] as const) {
      useServer(late(name))
      await expect(ask('GET', '/api/x')).rejects.toMatchObject({ status: 0, code })
    }
  })

  it('is no answer where it was stopped half-way', async () => {
    const half = new Response('{"hits"')
    half.json = late('AbortError')
    useServer(() => Promise.resolve(half))
    await expect(ask('GET', '/api/x')).rejects.toMatchObject({ code: 'stopped' })
  })

  it('sends a file as it is', async () => {
    const sent: RequestInit[] = []
    useServer((_, request) => {
      sent.push(request)
      return Promise.resolve(Response.json({}))
    })
    const file = new File(['x'], 'a.csv')
    await ask('POST', '/api/x', undefined, { file })
    expect([sent[0]?.body, sent[0]?.headers]).toEqual([file, undefined])
  })
})
