/** Questions to the hotline's server. The rule: every failure is an ApiError, and every wait has an end. */

const PATIENCE_MS = 10_000

/** A refusal or a failure. `code` is stable; `unreachable`, `timeout` and `stopped` are ours, the others the server's. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message)
    this.name = 'ApiError'
  }

  /** What is wrong with which field of what was sent; empty where the server blames no field. */
  get fields(): Record<string, string> {
    const named = this.details.fields
    if (Array.isArray(named)) return Object.fromEntries(named.map((one) => fieldFault(one, this.message)))
    if (named === null || typeof named !== 'object') return {}
    return Object.fromEntries(Object.entries(named).map(([field, fault]) => [field, String(fault)]))
  }
}

function fieldFault(one: unknown, message: string): [string, string] {
  if (one === null || typeof one !== 'object') return [String(one), message]
  const { field, message: own } = one as { field?: unknown; message?: unknown }
  return [String(field), String(own ?? message)]
}

export type Server = (path: string, request: RequestInit) => Promise<Response>
let server: Server = (path, request) => fetch(path, request)

/** Ask this server from now on: the seam that tests fill. */
export function useServer(other: Server): void {
  server = other
}

let signedOut: () => void = () => undefined

/** Have this done whenever the server answers that it does not know us (401). */
export function whenSignedOut(what: () => void): void {
  signedOut = what
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** How a question is asked. `signal` stops it; `patienceMs` is how long we wait; `file` is sent as it is, a form with its parts; `unknown`: without any cookie. */
export interface Asking {
  headers?: Record<string, string>
  signal?: AbortSignal
  patienceMs?: number
  file?: Blob | FormData
  unknown?: boolean
}

/** Ask the server; `path` begins with /api. Raises ApiError. */
export async function ask<T>(method: Method, path: string, body?: unknown, how: Asking = {}): Promise<T> {
  const patience = AbortSignal.timeout(how.patienceMs ?? PATIENCE_MS)
  const response = await reach(() =>
    server(path, {
      method,
      headers: body === undefined ? how.headers : { 'Content-Type': 'application/json', ...how.headers },
      body: how.file ?? (body === undefined ? undefined : JSON.stringify(body)),
      credentials: how.unknown ? 'omit' : 'same-origin',
      signal: how.signal === undefined ? patience : AbortSignal.any([patience, how.signal]),
    }),
  )
  const said = await reach(() => response.json().catch(unlessStopped))
  if (response.status === 401) signedOut()
  if (!response.ok) throw refusal(response.status, said)
  return said as T
}

/** Have a file made; `name` is what the server calls it. Raises ApiError. */
export async function askFile(path: string, patienceMs = PATIENCE_MS): Promise<{ name: string; content: Blob }> {
  const signal = AbortSignal.timeout(patienceMs)
  const response = await reach(() => server(path, { method: 'GET', credentials: 'same-origin', signal }))
  if (response.status === 401) signedOut()
  if (!response.ok) throw refusal(response.status, await reach(() => response.json().catch(unlessStopped)))
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? ''
  return { name, content: await reach(() => response.blob()) }
}

/** What is no JSON says nothing; what was stopped half-way is no answer. */
function unlessStopped(error: unknown): object {
  if (error instanceof DOMException) throw error
  return {}
}

async function reach<T>(what: () => Promise<T>): Promise<T> {
  try {
    return await what()
  } catch (error) {
    throw new ApiError(0, unreached(error), '')
  }
}

function unreached(error: unknown): string {
  if (!(error instanceof DOMException)) return 'unreachable'
  return { TimeoutError: 'timeout', AbortError: 'stopped' }[error.name] ?? 'unreachable'
}

function refusal(status: number, said: unknown): ApiError {
  const error = (said as { error?: { code?: string; message?: string; details?: Record<string, unknown> } }).error
  return new ApiError(status, error?.code ?? `http_${status}`, error?.message ?? '', error?.details ?? {})
}

/** A path with its query; values are escaped, empty ones left out. */
export function withQuery(path: string, query: Record<string, string | number>): string {
  const entries = Object.entries(query).filter(([, value]) => value !== '')
  const text = new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString()
  return text === '' ? path : `${path}?${text}`
}
