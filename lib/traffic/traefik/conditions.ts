import type { MatchCondition } from '@/lib/domain/traffic/model'
import { parseRule, type RuleExpression } from './parse-rule'
import { literalOf } from '../re2-pattern'
import { readCookiePattern } from './cookies'

/** More alternatives than anybody could read are shown as the rule's own text. */
const MOST_ALTERNATIVES = 64

/** Matches any value, and so only asks that there is one. */
const ANYTHING = '.*'

/** A rule's text as alternatives of conditions; what has no condition of its own is `other`, in Traefik's words. */
export function conditionsOf(match: string, syntax?: string): MatchCondition[][] {
  const expression = syntax === undefined || syntax === '' || syntax === 'v3' ? parseRule(match) : undefined
  return (expression && alternatives(expression, false)) ?? [[other(match.trim())]]
}

/** Host names that a rule asks for, in order, each once. */
export function hostsOf(match: readonly (readonly MatchCondition[])[]): string[] {
  const hosts = match.flatMap((conditions) =>
    conditions.flatMap(({ kind, op, value }) => (kind === 'host' && op === 'exact' ? (value ?? []) : [])),
  )
  return [...new Set(hosts)]
}

/** False where two rules can't match one request, as their exact hosts, paths or methods show. */
export function mayBothMatch(one: readonly MatchCondition[][], two: readonly MatchCondition[][]): boolean {
  return one.some((a) => two.some((b) => !a.some((left) => b.some((right) => exclude(left, right)))))
}

function exclude(a: MatchCondition, b: MatchCondition): boolean {
  if (a.kind !== b.kind || a.value === undefined || b.value === undefined) return false
  if (a.kind === 'path' && a.op !== 'regex' && b.op !== 'regex') {
    const within = (part: MatchCondition, whole: MatchCondition) =>
      whole.op === 'prefix' && (part.value ?? '').startsWith(whole.value ?? '')
    return a.value !== b.value && !within(a, b) && !within(b, a)
  }
  const single = a.kind === 'host' || a.kind === 'method'
  return single && a.op === 'exact' && b.op === 'exact' && a.value.toLowerCase() !== b.value.toLowerCase()
}

/** Disjunctive form, with negations moved inwards as Traefik does; undefined where it grows too long. */
function alternatives(expression: RuleExpression, negated: boolean): MatchCondition[][] | undefined {
  if (expression.kind === 'not') return alternatives(expression.inner, !negated)
  if (expression.kind === 'matcher') return [[conditionOf(expression, negated)]]
  const parts = expression.parts.map((part) => alternatives(part, negated))
  if ((expression.kind === 'or') !== negated) {
    const all = parts.flatMap((part) => part ?? [])
    return parts.includes(undefined) || all.length > MOST_ALTERNATIVES ? undefined : all
  }
  let all: MatchCondition[][] = [[]]
  for (const part of parts) {
    if (part === undefined || all.length * part.length > MOST_ALTERNATIVES) return undefined
    all = all.flatMap((left) => part.map((right) => [...left, ...right]))
  }
  return all
}

function conditionOf(
  { name, values, text }: Extract<RuleExpression, { kind: 'matcher' }>,
  negated: boolean,
): MatchCondition {
  const condition = plainCondition(name, values)
  if (!negated) return condition ?? other(text)
  // Only presence has an opposite that conditions can say.
  if (condition?.op === 'present') return { ...condition, op: 'absent' }
  return other(`!${text}`)
}

function plainCondition(
  matcher: string,
  [first = '', second]: readonly string[],
): MatchCondition | undefined {
  switch (matcher) {
    case 'Host':
      return { kind: 'host', op: 'exact', value: first }
    case 'HostRegexp':
      return { kind: 'host', op: 'regex', value: first }
    case 'Path':
      return { kind: 'path', op: 'exact', value: first }
    case 'PathPrefix':
      return { kind: 'path', op: 'prefix', value: first }
    case 'PathRegexp':
      return { kind: 'path', op: 'regex', value: first }
    case 'Method':
      return { kind: 'method', op: 'exact', value: first }
    case 'ClientIP':
      return { kind: 'source', op: 'exact', value: first }
    case 'Header':
      return { kind: 'header', name: first, op: 'exact', value: second ?? '' }
    case 'HeaderRegexp':
      return (
        (first.toLowerCase() === 'cookie' ? cookie(second ?? '') : undefined) ??
        pattern('header', first, second ?? '')
      )
    case 'QueryRegexp':
      return second === undefined ? emptyQuery(first) : pattern('query', first, second)
    case 'Query':
      return second === undefined
        ? emptyQuery(first)
        : { kind: 'query', name: first, op: 'exact', value: second }
    default:
      return undefined
  }
}

/** Without a value Traefik asks for an empty one. */
function emptyQuery(name: string): MatchCondition {
  return { kind: 'query', name, op: 'exact', value: '' }
}

function pattern(kind: 'header' | 'query', name: string, value: string): MatchCondition {
  if (value === ANYTHING) return { kind, name, op: 'present' }
  const prefix = value.startsWith('^') ? literalOf(value.slice(1)) : undefined
  return prefix === undefined || prefix === ''
    ? { kind, name, op: 'regex', value }
    : { kind, name, op: 'prefix', value: prefix }
}

function cookie(value: string): MatchCondition | undefined {
  const read = readCookiePattern(value)
  if (read === undefined) return undefined
  const { name, end } = read
  const literal = literalOf(read.value)
  if (literal !== undefined) {
    if (end) return { kind: 'cookie', name, op: 'exact', value: literal }
    return literal === ''
      ? { kind: 'cookie', name, op: 'present' }
      : { kind: 'cookie', name, op: 'prefix', value: literal }
  }
  const [, inner] = /^\(\?:(.*)\)$/s.exec(read.value) ?? []
  return end && inner !== undefined ? { kind: 'cookie', name, op: 'regex', value: inner } : undefined
}

function other(value: string): MatchCondition {
  return { kind: 'other', op: 'exact', value }
}
