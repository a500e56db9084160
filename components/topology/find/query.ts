/** What a find or hide expression means. */
export type Query =
  | { kind: 'and'; parts: readonly Query[] }
  | { kind: 'or'; parts: readonly Query[] }
  | { kind: 'not'; part: Query }
  | Term
  | { kind: 'text'; text: string }

export type Operator = ':' | '!=' | '~' | '>' | '>=' | '<' | '<='
export interface Term {
  kind: 'term'
  /** The canonical name of a field. */
  field: string
  operator: Operator
  /** As it was written; several alternatives are possible where the field holds words. */
  values: readonly string[]
}

/** Why an expression can't be read: in words, and where it is. */
export interface QueryProblem {
  message: string
  /** First and last character concerned, the last one excluded. */
  from: number
  to: number
}
export type Parsed =
  { query: Query | null; problem?: undefined } | { query?: undefined; problem: QueryProblem }
