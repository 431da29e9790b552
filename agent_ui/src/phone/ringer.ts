/** The sound of a call that waits to be answered: 450 Hz, one second in five, as Chinese telephones ring. */

const TONE_HZ = 450
const ON_S = 1
const CYCLE_MS = 5_000
const LOUDNESS = 0.12

export class Ringer {
  private context: AudioContext | null = null
  private timer: ReturnType<typeof setInterval> | null = null

  start(): void {
    if (this.timer !== null || typeof AudioContext === 'undefined') return
    this.ring()
    this.timer = setInterval(() => this.ring(), CYCLE_MS)
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer)
    this.timer = null
    void this.context?.close()
    this.context = null
  }

  private ring(): void {
    const context = (this.context ??= new AudioContext())
    void context.resume()
    const tone = new OscillatorNode(context, { frequency: TONE_HZ })
    const gain = new GainNode(context, { gain: LOUDNESS })
    tone.connect(gain).connect(context.destination)
    tone.start()
    tone.stop(context.currentTime + ON_S)
  }
}
