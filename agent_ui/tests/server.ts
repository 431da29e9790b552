/** The server's end of the tests: what it was asked, and answers that come when the test lets them. */
import { useServer } from '@/api/client'

export interface Asked {
  method: string
  path: string
  body: unknown
  /** Send the answer now. */
  answer: (body: object, status?: number) => Promise<void>
  /** The line breaks. */
  break: () => Promise<void>
  /** Whether the page gave up on it. */
  stopped: () => boolean
}

/** From now on every question waits for its answer; the list grows as questions are asked. */
export function silentServer(): Asked[] {
  const asked: Asked[] = []
  useServer((path, request) => {
    let resolve: (response: Response) => void = () => undefined
    let reject: (error: Error) => void = () => undefined
    const promise = new Promise<Response>((...ways) => ([resolve, reject] = ways))
    request.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
    asked.push({
      method: request.method ?? '',
      path,
      body: typeof request.body === 'string' ? JSON.parse(request.body) : request.body,
      answer: (body, status = 200) => settled(() => resolve(Response.json(body, { status }))),
      break: () => settled(() => reject(new TypeError('no route'))),
      stopped: () => request.signal?.aborted ?? false,
    })
    return promise
  })
  return asked
}

/** Do this and let everything that follows from it at once come to its end. */
async function settled(what: () => void): Promise<void> {
  what()
  await new Promise((done) => setTimeout(done))
}

/** A server that knows the answers: by method and path without its query. */
export function knowingServer(answers: Record<string, (body: unknown) => [number, object]>): Asked[] {
  const asked: Asked[] = []
  useServer((path, request) => {
    const body: unknown = typeof request.body === 'string' ? JSON.parse(request.body) : request.body
    const nothing = () => Promise.resolve()
    asked.push({ method: request.method ?? '', path, body, answer: nothing, break: nothing, stopped: () => false })
    const known = answers[`${request.method} ${path.split('?')[0]}`]
    const [status, said] = known === undefined ? [404, {}] : known(body)
    return Promise.resolve(Response.json(said, { status }))
  })
  return asked
}
