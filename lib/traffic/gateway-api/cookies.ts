import type { MatchCondition } from '@/lib/domain/traffic/model'

/**
 * The Gateway API has no match on cookies, only on the Cookie header as a whole. The pattern is anchored at both ends,
 * so that it means the same to those who search (Traefik) and to those who match in full (Envoy); RE2 and PCRE take it.
 */
const BEFORE = String.raw`^(?:.*;\s*)?`
const AFTER = String.raw`(?:;.*)?$`
const ANY = '[^;]*'

/** A literal as a regular expression that RE2, Go and PCRE read alike. */
export function escapeRegex(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
}

/** A condition on a cookie as a regular expression for the Cookie header. */
export function cookiePattern(condition: MatchCondition): string {
  return `${BEFORE}${escapeRegex(condition.name ?? '')}=${valuePattern(condition)}${AFTER}`
}

function valuePattern({ op, value = '' }: MatchCondition): string {
  if (op === 'exact') return escapeRegex(value)
  if (op === 'prefix') return `${escapeRegex(value)}${ANY}`
  return op === 'regex' ? `(?:${value})` : ANY
}

/** The condition on one cookie behind such a pattern; undefined for patterns of other shapes. */
export function cookieOf(pattern: string): MatchCondition | undefined {
  if (!pattern.startsWith(BEFORE) || !pattern.endsWith(AFTER)) return undefined
  const inner = pattern.slice(BEFORE.length, -AFTER.length)
  const equals = inner.indexOf('=')
  const name = literalOf(inner.slice(0, Math.max(0, equals)))
  if (equals <= 0 || name === undefined) return undefined
  return { kind: 'cookie', name, ...valueCondition(inner.slice(equals + 1)) }
}

function valueCondition(value: string): Pick<MatchCondition, 'op' | 'value'> {
  if (value === ANY) return { op: 'present' }
  const literal = literalOf(value)
  if (literal !== undefined) return { op: 'exact', value: literal }
  const prefix = value.endsWith(ANY) ? literalOf(value.slice(0, -ANY.length)) : undefined
  if (prefix !== undefined) return { op: 'prefix', value: prefix }
  const grouped = value.startsWith('(?:') && value.endsWith(')')
  return { op: 'regex', value: grouped ? value.slice('(?:'.length, -1) : value }
}

/** The literal that a pattern stands for, if it stands for just one. */
function literalOf(pattern: string): string | undefined {
  const literal = pattern.replace(/\\([\\^$.*+?()[\]{}|])/g, '$1')
  return escapeRegex(literal) === pattern ? literal : undefined
}
