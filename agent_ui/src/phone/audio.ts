/** Microphone and loudspeaker. The rule: what keeps them from working is said in words a citizen can act on. */

export type AudioTrouble = '' | 'insecure' | 'refused' | 'missing'

/** What to ask of the microphone. `?testtone=1` switches off what would take a test tone for noise. */
export function microphoneWishes(search: string = location.search): MediaTrackConstraints {
  const clean = new URLSearchParams(search).get('testtone') !== '1'
  return { echoCancellation: clean, noiseSuppression: clean, autoGainControl: clean }
}

/** Ask for the microphone once and let it go again: the trouble there is, or none. */
export async function tryMicrophone(devices: MediaDevices | undefined = navigator.mediaDevices): Promise<AudioTrouble> {
  // browsers offer no microphone to pages that came over plain http from another machine
  if (devices?.getUserMedia === undefined) return 'insecure'
  try {
    const stream = await devices.getUserMedia({ audio: microphoneWishes(), video: false })
    stream.getTracks().forEach((track) => track.stop())
    return ''
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    return name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'missing'
  }
}

/** Let the other side of this connection be heard through the page's one loudspeaker. */
export function playRemote(connection: RTCPeerConnection): void {
  const speaker = loudspeaker()
  speaker.srcObject = new MediaStream(connection.getReceivers().map((receiver) => receiver.track))
  speaker.play().catch(() => {
    // a browser that waits for a gesture lets it sound at the next one
    document.addEventListener('click', () => void speaker.play().catch(() => undefined), { once: true })
  })
}

function loudspeaker(): HTMLAudioElement {
  const known = document.querySelector<HTMLAudioElement>('audio#loudspeaker')
  if (known !== null) return known
  const made = document.createElement('audio')
  made.id = 'loudspeaker'
  made.autoplay = true
  document.body.append(made)
  return made
}
