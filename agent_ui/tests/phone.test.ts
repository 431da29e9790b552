import { describe, expect, it } from 'vitest'
import { MOVES, moved, PHASES } from '@/phone/machine'
import { microphoneWishes, tryMicrophone } from '@/phone/audio'
import { gatewayUrl } from '@/phone/socket'
import { CONFIG, FakeSession, fakePhone } from './fakes'

async function started() {
  const all = fakePhone()
  await all.phone.start()
  return all
}

async function talking() {
  const all = await started()
  const session = all.ua.ring('call-1')
  all.phone.answer()
  session.connect()
  return { ...all, session }
}

describe('the phases of a call', () => {
  const LEGAL: Record<string, string> = {
    'idle invited': 'incoming',
    'idle dial': 'dialling',
    'incoming answer': 'answering',
    'incoming over': 'idle',
    'answering confirmed': 'talking',
    'answering over': 'idle',
    'dialling progress': 'alerting',
    'dialling confirmed': 'talking',
    'dialling over': 'idle',
    'alerting progress': 'alerting',
    'alerting confirmed': 'talking',
    'alerting over': 'idle',
    'talking over': 'idle',
  }
  for (const phase of PHASES)
    for (const move of MOVES)
      it(`${phase} + ${move} is ${LEGAL[`${phase} ${move}`] ?? 'illegal'}`, () => {
        expect(moved(phase, move)).toBe(LEGAL[`${phase} ${move}`] ?? null)
      })
})

describe("an agent's telephone", () => {
  it('is registered after start', async () => {
    expect((await started()).phone.view.link).toBe('registered')
  })

  it("rings with the hotline's id of the call", async () => {
    const { phone, ua } = await started()
    ua.ring('call-1')
    expect(phone.view).toMatchObject({ phase: 'incoming', callId: 'call-1' })
  })

  it('answers, and talks when the far side has agreed', async () => {
    const { phone, session } = await talking()
    expect(session.did[0]).toEqual(['answer'])
    expect(phone.view).toMatchObject({ phase: 'talking', callId: 'call-1', since: 1_000 })
  })

  it('says 486 to a second call and keeps the first', async () => {
    const { phone, ua } = await talking()
    const second = ua.ring('call-2')
    expect(second.did).toEqual([['terminate', { status_code: 486 }]])
    expect(phone.view).toMatchObject({ phase: 'talking', callId: 'call-1' })
  })

  it('rejects a ringing call with 486', async () => {
    const { phone, ua } = await started()
    const session = ua.ring('call-1')
    phone.reject()
    expect(session.did).toEqual([['terminate', { status_code: 486 }]])
    expect(phone.view.phase).toBe('idle')
  })

  it('hangs up with a plain BYE', async () => {
    const { phone, session } = await talking()
    phone.hangUp()
    expect(session.did.at(-1)).toEqual(['terminate', undefined])
    expect(phone.view.phase).toBe('idle')
  })

  it('tells cause 38 when the page goes away in mid-call', async () => {
    const { phone, ua, session } = await talking()
    phone.pageGone()
    expect(session.did.at(-1)).toEqual(['terminate', { extraHeaders: ['Reason: Q.850;cause=38;text="page closed"'] }])
    expect(ua.stopped).toBe(true)
  })

  it('holds and resumes, mutes and unmutes', async () => {
    const { phone } = await talking()
    phone.toggleHold()
    phone.toggleMute()
    expect(phone.view).toMatchObject({ held: true, muted: true })
    phone.toggleHold()
    phone.toggleMute()
    expect(phone.view).toMatchObject({ held: false, muted: false })
  })

  it('ends its own leg when a transfer was taken', async () => {
    const { phone, session } = await talking()
    phone.transfer('sip:1002@hotline')
    expect(phone.view.transfer).toBe('going')
    session.referred.accepted?.()
    expect(session.did).toContainEqual(['refer', 'sip:1002@hotline'])
    expect(phone.view.phase).toBe('idle')
  })

  it('keeps the citizen when a transfer fails', async () => {
    const { phone, session } = await talking()
    phone.transfer('sip:1002@hotline')
    session.referred.failed?.()
    expect(phone.view).toMatchObject({ phase: 'talking', transfer: 'failed' })
  })

  it('warns when a connected call carries no sound', async () => {
    const { phone, ua, later } = await started()
    const session = new FakeSession()
    session.connection = { iceConnectionState: 'new', addEventListener: () => undefined } as unknown as RTCPeerConnection
    ua.ring('call-1', session)
    phone.answer()
    session.connect()
    later.forEach((what) => what())
    expect(phone.view.silent).toBe(true)
  })

  it('is not disturbed by the late end of an earlier call', async () => {
    const { phone, ua, session } = await talking()
    phone.hangUp()
    ua.ring('call-2')
    session.emit('ended', { cause: 'Terminated', originator: 'remote' })
    expect(phone.view).toMatchObject({ phase: 'incoming', callId: 'call-2' })
  })
})

describe("a citizen's telephone", () => {
  it("shows the citizen's number as its name, and sends keys within the sound", async () => {
    const { phone, ua } = await started()
    phone.call('sip:12345@hotline', '13800001111')
    ua.outgoing.connect()
    phone.press('1')
    expect(ua.called[0]).toMatchObject(['sip:12345@hotline', { fromDisplayName: '13800001111' }])
    expect(ua.outgoing.did[0]).toMatchObject(['dtmf', { tones: '1', transportType: 'RFC2833' }])
  })

  it('says why a call did not come about', async () => {
    const { phone, ua } = await started()
    phone.call('sip:12345@hotline', '13800001111')
    ua.outgoing.emit('failed', { cause: 'User Denied Media Access', originator: 'local' })
    expect(phone.view).toMatchObject({ phase: 'idle', fault: 'microphone' })
  })
})

describe('the way to the gateway', () => {
  it('keeps the page’s host and its security', () => {
    expect(gatewayUrl(CONFIG, { protocol: 'http:', hostname: 'localhost' })).toBe('ws://localhost:8090/sip?token=t')
    expect(gatewayUrl(CONFIG, { protocol: 'https:', hostname: 'h' })).toBe('wss://h:8090/sip?token=t')
  })
})

describe('the microphone', () => {
  it('is asked for without processing only for test tones', () => {
    expect(microphoneWishes('?testtone=1')).toMatchObject({ echoCancellation: false, noiseSuppression: false })
    expect(microphoneWishes('')).toMatchObject({ autoGainControl: true })
  })

  it('is reported as refused, missing or not allowed to this page', async () => {
    const failing = (name: string) =>
      ({ getUserMedia: () => Promise.reject(new DOMException('', name)) }) as unknown as MediaDevices
    expect(await tryMicrophone(failing('NotAllowedError'))).toBe('refused')
    expect(await tryMicrophone(failing('NotFoundError'))).toBe('missing')
    expect(await tryMicrophone({} as MediaDevices)).toBe('insecure')
  })
})
