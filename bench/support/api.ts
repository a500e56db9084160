import { gunzipSync } from 'node:zlib'
import { Agent, request } from 'undici'
import type { Demo } from '../../scripts/lib/stack.mjs'

export interface Answer<T = unknown> {
  status: number
  /** From sending to the last byte. */
  ms: number
  /** As they came over the wire. */
  bytes: number
  /** Whether the wire's bytes were gzip. */
  compressed: boolean
  json: T
}

export interface CallOptions {
  gzip?: boolean
  body?: unknown
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** The API as several people use it at once, over kept connections. */
export interface Api {
  /** Role names, for taking turns. */
  readonly roles: readonly string[]
  call<T>(role: string, method: Method, path: string, options?: CallOptions): Promise<Answer<T>>
  /** The answer, which must be a success. Throws with status and detail otherwise. */
  expect<T>(role: string, method: Method, path: string, options?: CallOptions): Promise<Answer<T>>
  tokenOf(role: string): string
  readonly base: string
  close(): Promise<void>
}

export function openApi(demo: Demo): Api {
  const agent = new Agent({ connections: 64, headersTimeout: 120_000, bodyTimeout: 120_000 })
  const base = `${demo.url}/api/v1`
  const tokenOf = (role: string): string => {
    const user = demo.users.find((candidate) => candidate.role === role)
    if (!user) throw new Error(`the demo has no ${role}`)
    return user.token
  }

  const call = async <T>(
    role: string,
    method: Method,
    path: string,
    options: CallOptions = {},
  ): Promise<Answer<T>> => {
    const { gzip = true, body } = options
    const start = performance.now()
    const answer = await request(base + path, {
      method,
      dispatcher: agent,
      headers: {
        authorization: `Bearer ${tokenOf(role)}`,
        'accept-encoding': gzip ? 'gzip' : 'identity',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    const wire = Buffer.from(await answer.body.arrayBuffer())
    const ms = performance.now() - start
    const compressed = answer.headers['content-encoding'] === 'gzip'
    const text = (compressed ? gunzipSync(wire) : wire).toString()
    const json = (text === '' ? null : JSON.parse(text)) as T
    return { status: answer.statusCode, ms, bytes: wire.length, compressed, json }
  }

  return {
    base,
    roles: demo.users.map(({ role }) => role),
    tokenOf,
    call,
    expect: async <T>(
      role: string,
      method: Method,
      path: string,
      options?: CallOptions,
    ): Promise<Answer<T>> => {
      const answer = await call<T>(role, method, path, options)
      if (answer.status < 200 || answer.status > 299)
        throw new Error(
          `${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.json).slice(0, 500)}`,
        )
      return answer
    },
    close: () => agent.destroy(),
  }
}
