import { z } from 'zod'
import { DomainError } from '@/lib/domain/errors'

export type Labels = Readonly<Record<string, string>>

/** One value at one time (Unix milliseconds). */
export interface Sample {
  labels: Labels
  time: number
  value: number
}

/** Values over time, oldest first; times are Unix milliseconds. */
export interface Series {
  labels: Labels
  points: { time: number; value: number }[]
}

export interface Answer<T> {
  data: T[]
  /** What Prometheus says is missing or doubtful. */
  warnings: string[]
}

const Envelope = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('success'),
    data: z.object({
      resultType: z.enum(['vector', 'matrix', 'scalar', 'string']),
      result: z.array(z.unknown()),
    }),
    warnings: z.array(z.string()).optional(),
  }),
  z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() }),
])

/** An instant vector. Throws `metrics-unavailable` with Prometheus' own words. */
export function readVector(body: string): Answer<Sample> {
  return read(body, 'vector', (entry) => {
    const { time, value } = point(entry.value)
    return { labels: entry.metric, time, value }
  })
}

/** A matrix, of a range query or an instant query of a range selector. Throws `metrics-unavailable`. */
export function readMatrix(body: string): Answer<Series> {
  return read(body, 'matrix', (entry) => {
    if (!Array.isArray(entry.values)) throw malformed('a series without values')
    return { labels: entry.metric, points: entry.values.map(point) }
  })
}

/** The values of an instant vector or a scalar; undefined for what is neither. Throws `metrics-unavailable`. */
export function readNumbers(body: string): Answer<number> | undefined {
  const { resultType, result, warnings } = opened(body)
  if (resultType === 'scalar') return { data: [point(result).value], warnings }
  if (resultType !== 'vector') return undefined
  return { data: result.map((entry) => point(checked(entry).value).value), warnings }
}

/** Prometheus writes values as strings, for the ones that JSON lacks. */
export function readValue(text: string): number {
  if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY
  if (text === '-Inf') return Number.NEGATIVE_INFINITY
  return text.trim() === '' ? Number.NaN : Number(text)
}

interface Entry {
  metric: Labels
  value?: unknown
  values?: unknown
}

function read<T>(body: string, expected: 'vector' | 'matrix', map: (entry: Entry) => T): Answer<T> {
  const { resultType, result, warnings } = opened(body)
  if (resultType !== expected) throw malformed(`a ${resultType} instead of a ${expected}`)
  return { data: result.map((entry) => map(checked(entry))), warnings }
}

function opened(body: string): { resultType: string; result: unknown[]; warnings: string[] } {
  const envelope = Envelope.safeParse(parse(body))
  if (!envelope.success) throw malformed('an unknown envelope')
  if (envelope.data.status === 'error')
    throw new DomainError(
      'metrics-unavailable',
      `Prometheus: ${envelope.data.errorType}: ${envelope.data.error}`,
    )
  return { ...envelope.data.data, warnings: envelope.data.warnings ?? [] }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (error) {
    throw malformed('no JSON', error)
  }
}

// By hand, not by schema: a whole mesh is tens of thousands of labels on every tick.
function checked(entry: unknown): Entry {
  if (typeof entry !== 'object' || entry === null) throw malformed('a result that is no object')
  const { metric } = entry as { metric?: unknown }
  if (typeof metric !== 'object' || metric === null) throw malformed('a result without labels')
  for (const value of Object.values(metric))
    if (typeof value !== 'string') throw malformed('a label that is no string')
  return entry as Entry
}

function point(pair: unknown): { time: number; value: number } {
  const [seconds, text] = Array.isArray(pair) ? (pair as unknown[]) : []
  if (typeof seconds !== 'number' || typeof text !== 'string') throw malformed('a sample that is no pair')
  return { time: Math.round(seconds * 1000), value: readValue(text) }
}

function malformed(what: string, cause?: unknown): DomainError {
  return new DomainError('metrics-unavailable', `Prometheus answered with ${what}.`, {}, { cause })
}
