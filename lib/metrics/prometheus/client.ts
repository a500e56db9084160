import { Agent, errors, request } from 'undici'
import { DomainError, isDomainError } from '@/lib/domain/errors'
import { readMatrix, readNumbers, readVector, type Answer, type Sample, type Series } from './answer'

/** Secrets are functions, so that a rotated file is read again. */
export type MetricsAuth =
  { type: 'bearer'; token: () => string } | { type: 'basic'; user: string; password: () => string }

export interface PrometheusOptions {
  /** Base URL from configuration alone, without `/api/v1`; a path in front is kept. */
  url: string
  auth?: MetricsAuth | undefined
  timeoutMs?: number
  maxBytes?: number
}

/** Prometheus' HTTP API (prometheus.io, "HTTP API"). Everything throws `metrics-unavailable`. */
export interface PrometheusClient {
  instant(query: string, at: Date): Promise<Answer<Sample>>
  /** The values of an instant vector or a scalar; undefined for an expression that is neither. */
  numbers(query: string, at: Date): Promise<Answer<number> | undefined>
  /** Raw samples of a range selector that ends at `at`. */
  samples(query: string, at: Date): Promise<Answer<Series>>
  range(query: string, start: Date, end: Date, stepSeconds: number): Promise<Answer<Series>>
  /** How many queries were sent so far. */
  sent(): number
  close(): Promise<void>
}

const defaultTimeoutMs = 10_000
const defaultMaxBytes = 32 * 1024 * 1024
const connectTimeoutMs = 3_000
const connections = 8

/** A client with one pool of connections; it follows no redirects and never retries. */
export function createPrometheusClient(options: PrometheusOptions): PrometheusClient {
  const { url, auth, timeoutMs = defaultTimeoutMs, maxBytes = defaultMaxBytes } = options
  const base = `${url.replace(/\/+$/, '')}/api/v1`
  const agent = new Agent({
    connections,
    connect: { timeout: connectTimeoutMs },
    maxResponseSize: maxBytes,
  })
  let sent = 0

  const post = async (path: string, params: Record<string, string>): Promise<string> => {
    sent += 1
    const form = new URLSearchParams({ ...params, timeout: `${Math.ceil(timeoutMs / 1000)}s` })
    try {
      const { statusCode, body } = await request(`${base}/${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
          ...(auth === undefined ? {} : { authorization: authorization(auth) }),
        },
        body: form.toString(),
        dispatcher: agent,
        signal: AbortSignal.timeout(timeoutMs),
      })
      const text = await body.text()
      // 400 and 422 carry Prometheus' own error in the envelope.
      if (statusCode === 200 || statusCode === 400 || statusCode === 422) return text
      throw refused(statusCode, text)
    } catch (error) {
      if (isDomainError(error)) throw error
      throw new DomainError('metrics-unavailable', wordsFor(error, timeoutMs, maxBytes), {}, { cause: error })
    }
  }

  return {
    instant: async (query, at) => readVector(await post('query', { query, time: seconds(at) })),
    numbers: async (query, at) => readNumbers(await post('query', { query, time: seconds(at) })),
    samples: async (query, at) => readMatrix(await post('query', { query, time: seconds(at) })),
    range: async (query, start, end, stepSeconds) =>
      readMatrix(
        await post('query_range', {
          query,
          start: seconds(start),
          end: seconds(end),
          step: String(stepSeconds),
        }),
      ),
    sent: () => sent,
    close: () => agent.destroy(),
  }
}

function seconds(at: Date): string {
  return (at.getTime() / 1000).toFixed(3)
}

function authorization(auth: MetricsAuth): string {
  if (auth.type === 'bearer') return `Bearer ${auth.token()}`
  return `Basic ${Buffer.from(`${auth.user}:${auth.password()}`).toString('base64')}`
}

function refused(status: number, text: string): DomainError {
  if (status === 401 || status === 403)
    return new DomainError('metrics-unavailable', `Prometheus refused our credentials (${status}).`)
  if (status >= 300 && status < 400)
    return new DomainError(
      'metrics-unavailable',
      `Prometheus answered with a redirect (${status}), which is not followed.`,
    )
  try {
    readVector(text)
  } catch (error) {
    if (isDomainError(error) && error.message.startsWith('Prometheus: ')) return error
  }
  return new DomainError('metrics-unavailable', `Prometheus answered ${status}.`)
}

function wordsFor(error: unknown, timeoutMs: number, maxBytes: number): string {
  if (error instanceof errors.ResponseExceededMaxSizeError)
    return `Prometheus' answer is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return `Prometheus did not answer within ${timeoutMs / 1000} s.`
  const code = (error as { code?: unknown } | null)?.code
  return `Prometheus cannot be reached${typeof code === 'string' ? ` (${code})` : ''}.`
}
