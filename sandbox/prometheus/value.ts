import { QueryError } from './query-error'
import type { Labels } from './series-store'

export interface Item {
  /** The metric's name, gone after most operations. */
  name?: string
  labels: Labels
  value: number
  /** Unix milliseconds of the sample behind a plain selector. */
  time?: number
}

/** Raw samples of one series inside a range, oldest first. Times in Unix milliseconds. */
export interface Points {
  name?: string
  labels: Labels
  times: number[]
  values: number[]
}

export type Value =
  | { type: 'scalar'; value: number }
  | { type: 'string'; value: string }
  | { type: 'vector'; items: Item[] }
  | { type: 'matrix'; items: Points[]; start: number; end: number }

/** The elements of an instant vector; throws bad_data for anything else. */
export function vectorOf(value: Value | undefined, where: string): Item[] {
  if (value?.type === 'vector') return value.items
  throw new QueryError(
    'bad_data',
    `parse error: expected type instant vector in ${where}, got ${nameOf(value)}`,
  )
}

/** The number of a scalar; throws bad_data for anything else. */
export function scalarOf(value: Value | undefined): number {
  if (value?.type === 'scalar') return value.value
  throw new QueryError('bad_data', `parse error: expected type scalar, got ${nameOf(value)}`)
}

function nameOf(value: Value | undefined): string {
  if (!value) return 'nothing'
  return { scalar: 'scalar', string: 'string', vector: 'instant vector', matrix: 'range vector' }[value.type]
}
