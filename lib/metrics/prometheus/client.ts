import { request } from 'undici'
import { DomainError, isDomainError } from '@/lib/domain/errors'
import type { QueryCost } from '../cost'
import { readMatrix, readNumbers, readVector, type Answer, type Sample, type Series } from './answer'
import { createConnections, type TlsFiles } from './connections'
import { refusalWords, transportWords } from './failure-words'
import type { Matcher } from './promql'
import { createScope } from './scope-query'

/** Secrets are functions, so that a rotated file is read again. */
export type MetricsAuth =
  { type: 'bearer'; token: () => string } | { type: 'basic'; user: string; password: () => string }

export interface PrometheusOptions {
  /** Base URL from configuration alone, without `/api/v1`; a path in front is kept. */
  url: string
  auth?: MetricsAuth | undefined
  /** Certificates, asked for again and again, so that rotated files are seen. */
  tls?: (() => TlsFiles) | undefined
  /** Put into every selector of every query. */
  matchers?: readonly Matcher[] | undefined
  timeoutMs?: number
  maxBytes?: number
  /** Hears of every query that was sent. */
  onQuery?: (cost: QueryCost) => void
  /** Failures that no caller hears of. */
  onError?: (error: unknown) => void
}

/**
 * Prometheus' HTTP API (prometheus.io, "HTTP API"). Everything throws `metrics-unavailable`, and `invalid` for what
 * cannot be kept to the matchers. `part` names what a query is of a tick of the graph.
 */
export interface PrometheusClient {
  instant(query: string, at: Date, part?: string): Promise<Answer<Sample>>
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
/** Twice the largest answer of a mesh of 2,000 services (docs/benchmarks.md). */
const defaultMaxBytes = 10 * 1024 * 1024

/** A client with one pool of guarded connections; it follows no redirects, unpacks nothing and never retries. */
export function createPrometheusClient(options: PrometheusOptions): PrometheusClient {
  const { url, auth, timeoutMs = defaultTimeoutMs, maxBytes = defaultMaxBytes, matchers = [] } = options
  const { onQuery = () => undefined, onError = () => undefined } = options
  const base = `${url.replace(/\/+$/, '')}/api/v1`
  const scope = createScope(matchers)
  const connections = createConnections(maxBytes, options.tls, onError)
  let sent = 0

  const exchange = async (path: string, params: Record<string, string>, got: Got): Promise<string> => {
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
        dispatcher: connections.agent(),
        signal: AbortSignal.timeout(timeoutMs),
      })
      got.answered = true
      const bytes = await body.arrayBuffer()
      got.bytes = bytes.byteLength
      const text = new TextDecoder().decode(bytes)
      // 400 and 422 carry Prometheus' own error in the envelope.
      if (statusCode === 200 || statusCode === 400 || statusCode === 422) return text
      throw new DomainError('metrics-unavailable', refusalWords(statusCode, text))
    } catch (error) {
      if (isDomainError(error)) throw error
      const words = transportWords(error, {
        timeoutMs,
        maxBytes,
        answered: got.answered,
        certificates: options.tls !== undefined,
      })
      throw new DomainError('metrics-unavailable', words, {}, { cause: error })
    }
  }

  /** Every query of the product goes through here: kept to the matchers, and its cost noted. */
  const ask = async <T>(
    path: string,
    { query, ...params }: { query: string } & Record<string, string>,
    read: (text: string) => T,
    part?: string,
  ): Promise<T> => {
    const scoped = scope(query)
    sent += 1
    const began = performance.now()
    const got: Got = { answered: false, bytes: 0 }
    let ok = false
    try {
      const text = await exchange(path, { query: scoped, ...params }, got)
      const answer = read(text)
      ok = true
      return answer
    } finally {
      onQuery({ part, ms: performance.now() - began, bytes: got.bytes, ok })
    }
  }

  return {
    instant: (query, at, part) => ask('query', { query, time: seconds(at) }, readVector, part),
    numbers: (query, at) => ask('query', { query, time: seconds(at) }, readNumbers),
    samples: (query, at) => ask('query', { query, time: seconds(at) }, readMatrix),
    range: (query, start, end, stepSeconds) =>
      ask(
        'query_range',
        { query, start: seconds(start), end: seconds(end), step: String(stepSeconds) },
        readMatrix,
      ),
    sent: () => sent,
    close: () => connections.close(),
  }
}

/** How far an exchange came. */
interface Got {
  answered: boolean
  bytes: number
}

function seconds(at: Date): string {
  return (at.getTime() / 1000).toFixed(3)
}

function authorization(auth: MetricsAuth): string {
  if (auth.type === 'bearer') return `Bearer ${auth.token()}`
  return `Basic ${Buffer.from(`${auth.user}:${auth.password()}`).toString('base64')}`
}
