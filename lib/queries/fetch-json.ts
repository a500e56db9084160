import type { z } from 'zod'
import { ProblemDto } from '../contracts/common'
import { ApiProblem, localProblem } from './api-problem'
import { announceSessionEnd, sessionIsOver } from './session-events'

export const API = '/api/v1'

/** Query parameters; `undefined` and empty ones are left out. */
export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>

/** `/a/{b}` with each part encoded. */
export function apiPath(...parts: string[]): string {
  return `/${parts.map(encodeURIComponent).join('/')}`
}

/** `?a=1&b=2`, or an empty text. */
export function queryText(values: QueryValues): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

/** GET of a path under /api/v1. Throws `ApiProblem`. */
export async function getJson<S extends z.ZodType>(
  schema: S,
  path: string,
  options: { query?: QueryValues; signal?: AbortSignal } = {},
): Promise<z.output<S>> {
  refuseWhenOver()
  const response = await send(`${path}${queryText(options.query ?? {})}`, { signal: options.signal ?? null })
  return parsed(schema, await bodyOf(response))
}

/** POST of a question that is too long for an address: it changes nothing and carries no Idempotency-Key. Throws `ApiProblem`. */
export async function askJson<S extends z.ZodType>(
  schema: S,
  path: string,
  options: { body: unknown; signal?: AbortSignal },
): Promise<z.output<S>> {
  refuseWhenOver()
  const response = await send(path, {
    method: 'POST',
    signal: options.signal ?? null,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(options.body),
  })
  return parsed(schema, await bodyOf(response))
}

export interface SendOptions {
  body?: unknown
  signal?: AbortSignal
  /** Given again when the same attempt is sent again; a new one otherwise. */
  idempotencyKey?: string
}

/** An unsafe method on a path under /api/v1, with an Idempotency-Key. Throws `ApiProblem`. */
export async function sendJson<S extends z.ZodType>(
  schema: S,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  options: SendOptions = {},
): Promise<z.output<S>> {
  const response = await send(path, {
    method,
    signal: options.signal ?? null,
    headers: {
      'idempotency-key': options.idempotencyKey ?? crypto.randomUUID(),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  return parsed(schema, response.status === 204 ? undefined : await bodyOf(response))
}

/** Who is signed in now, also after the session has ended; another end is not announced. Throws `ApiProblem`. */
export async function lookAnyway<S extends z.ZodType>(schema: S, path: string): Promise<z.output<S>> {
  const response = await request(path, {})
  if (!response.ok) throw await problemOf(response)
  return parsed(schema, await bodyOf(response))
}

/** A page that is left open over night asks for nothing: what it would ask is refused anyway. */
function refuseWhenOver(): void {
  if (!sessionIsOver()) return
  throw new ApiProblem({
    type: 'about:blank',
    title: 'Not signed in',
    status: 401,
    code: 'unauthenticated',
    detail: 'Your session has ended.',
    requestId: '',
  })
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const response = await request(path, init)
  if (response.status === 401) announceSessionEnd()
  if (!response.ok) throw await problemOf(response)
  return response
}

async function request(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${API}${path}`, { credentials: 'same-origin', ...init })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw localProblem('unreachable', 'The network or the server did not answer.', error)
  }
}

async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null)
  const problem = ProblemDto.safeParse(body)
  if (problem.success) return new ApiProblem(problem.data)
  const title = response.statusText === '' ? `Status ${response.status}` : response.statusText
  return new ApiProblem({
    type: 'about:blank',
    title,
    status: response.status,
    code: 'internal',
    detail: `The server answered with status ${response.status}.`,
    requestId: response.headers.get('x-request-id') ?? '',
  })
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    throw localProblem('not-understood', 'The server did not answer with JSON.', error)
  }
}

function parsed<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`
  throw localProblem(
    'not-understood',
    `The answer has an unknown shape${where}. Reload the page.`,
    result.error,
  )
}
