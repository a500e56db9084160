import type { FieldProblem } from '@/lib/domain/errors'
import type { MatchCondition } from '@/lib/domain/traffic/model'
import { patternProblem } from '../re2-pattern'

/** What is wrong with the conditions of a match move, by field of the request. */

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const LABEL_KEY = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/
const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/
/** Istio passes these over among headers: they are conditions of their own. */
const RESERVED = new Set(['uri', 'scheme', 'method', 'authority'])

export function matchProblems(when: readonly MatchCondition[]): FieldProblem[] {
  if (when.length === 0) return [{ path: 'when', message: 'must hold at least one condition' }]
  return when.flatMap((condition, index) => {
    const message = nameProblem(condition) ?? valueProblem(condition)
    return message === undefined ? [] : [{ path: `when.${index}`, message }]
  })
}

function nameProblem({ kind, name }: MatchCondition): string | undefined {
  if (kind === 'method' || kind === 'host') return undefined
  if (name === undefined || name === '')
    return `must name a ${kind === 'source' ? 'label, or namespace' : kind}`
  switch (kind) {
    case 'header':
      if (RESERVED.has(name.toLowerCase())) return `has a name that Istio reads as something else: ${name}`
      return TOKEN.test(name) ? undefined : `is not the name of a header: ${name}`
    case 'cookie':
      return TOKEN.test(name) ? undefined : `is not the name of a cookie: ${name}`
    case 'source':
      return LABEL_KEY.test(name) ? undefined : `is not the key of a label: ${name}`
    case 'query':
      return undefined
    default:
      return 'must be a header, cookie, query, method, source or host'
  }
}

function valueProblem({ kind, op, value = '' }: MatchCondition): string | undefined {
  if (kind === 'source') {
    if (op !== 'exact') return 'must be exact: Istio compares callers by equality'
    return LABEL_VALUE.test(value) ? undefined : `is not the value of a label: ${value}`
  }
  if (op === 'absent') return kind === 'header' ? undefined : 'can only ask that a header is absent'
  if (op === 'prefix' && value === '') return 'must name a prefix'
  if (op !== 'regex') return undefined
  return value === '' ? 'must name a regular expression' : patternProblem(value)
}
