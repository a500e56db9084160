import type { Matcher } from './matcher'

export interface Selector {
  kind: 'selector'
  matchers: readonly Matcher[]
  /** Set on a range selector. */
  rangeMs?: number
  offsetMs: number
  /** Unix milliseconds, or the start or end of the query. */
  at?: number | 'start' | 'end'
}

export interface Matching {
  /** `on` keeps only these labels for the comparison, `ignoring` leaves them out. */
  on: boolean
  labels: readonly string[]
  card: 'one-to-one' | 'many-to-one' | 'one-to-many'
  /** Labels taken over from the one side. */
  include: readonly string[]
}

export interface Binary {
  kind: 'binary'
  op: string
  left: Expr
  right: Expr
  bool: boolean
  matching: Matching
}

export interface Aggregate {
  kind: 'aggregate'
  op: string
  param?: Expr
  expr: Expr
  without: boolean
  labels: readonly string[]
}

export interface Call {
  kind: 'call'
  name: string
  args: readonly Expr[]
}

export type Expr =
  | { kind: 'number'; value: number }
  | { kind: 'string'; value: string }
  | { kind: 'negate'; expr: Expr }
  | Selector
  | Call
  | Aggregate
  | Binary
