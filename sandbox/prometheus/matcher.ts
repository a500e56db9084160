import { QueryError } from './query-error'

export type MatchOp = '=' | '!=' | '=~' | '!~'

export interface Matcher {
  label: string
  op: MatchOp
  value: string
  test(value: string): boolean
}

/** A label matcher; regular expressions are anchored at both ends, as RE2 syntax that JavaScript shares. */
export function makeMatcher(label: string, op: MatchOp, value: string): Matcher {
  switch (op) {
    case '=':
      return { label, op, value, test: (actual) => actual === value }
    case '!=':
      return { label, op, value, test: (actual) => actual !== value }
    case '=~': {
      const pattern = anchored(value)
      return { label, op, value, test: (actual) => pattern.test(actual) }
    }
    case '!~': {
      const pattern = anchored(value)
      return { label, op, value, test: (actual) => !pattern.test(actual) }
    }
  }
}

/** RE2's leading `(?i)` becomes a flag; other RE2-only syntax is refused. */
export function anchored(source: string): RegExp {
  const folded = source.startsWith('(?i)')
  try {
    return new RegExp(`^(?:${folded ? source.slice(4) : source})$`, folded ? 'is' : 's')
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new QueryError('bad_data', `error parsing regexp: ${error.message}`)
    throw error
  }
}
