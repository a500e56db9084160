import { DomainError } from '@/lib/domain/errors'
import type { MatchCondition } from '@/lib/domain/traffic/model'
import { sameJson } from '@/lib/domain/traffic/revision'
import { arrayOf, objectOf, stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { escapePattern } from '../re2-pattern'
import { cookies } from './cookies'

/** Tokens that names of headers and query parameters may have (HTTPHeaderName in the Gateway API's reference). */
const NAME = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/
const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
])

/** Whether the implementation takes regular expressions decides which conditions can be written. */
export interface Dialect {
  patterns: boolean
}

/**
 * A match with further conditions; undefined where no request can meet both. Throws `invalid` for a condition that the
 * API has no form for, `unsupported` where it has one that the implementation is not known to take.
 */
export function mergeMatch(
  match: JsonObject,
  when: readonly MatchCondition[],
  dialect: Dialect,
): JsonObject | undefined {
  let merged: JsonObject | undefined = match
  for (const condition of when) {
    if (merged !== undefined) merged = withCondition(merged, condition, dialect)
  }
  return merged
}

function withCondition(
  match: JsonObject,
  condition: MatchCondition,
  dialect: Dialect,
): JsonObject | undefined {
  switch (condition.kind) {
    case 'header':
    case 'cookie':
      return withNamed(match, 'headers', headerMatch(condition, dialect))
    case 'query':
      return withNamed(match, 'queryParams', valueMatch(condition, dialect))
    case 'method':
      return withMethod(match, condition)
    default:
      throw new DomainError(
        'unsupported',
        reasons[condition.kind] ?? `There is no match on ${condition.kind}.`,
      )
  }
}

const reasons: Readonly<Partial<Record<MatchCondition['kind'], string>>> = {
  host: 'Hosts belong to the whole route of the Gateway API, not to a rule. Make a route of its own for that host.',
  source: 'The Gateway API cannot tell callers apart. Match a header that they send.',
}

function withMethod(match: JsonObject, { op, value = '' }: MatchCondition): JsonObject | undefined {
  if (op !== 'exact' || !METHODS.has(value)) {
    throw invalid(`a method is matched exactly, by one of ${[...METHODS].join(', ')}`)
  }
  if (match.method !== undefined && match.method !== value) return undefined
  return { ...match, method: value }
}

function headerMatch(condition: MatchCondition, dialect: Dialect): JsonObject {
  if (condition.kind !== 'cookie') return valueMatch(condition, dialect)
  requireName(condition)
  return {
    type: 'RegularExpression',
    name: 'Cookie',
    value: pattern(cookies.write(condition), condition, dialect),
  }
}

function valueMatch(condition: MatchCondition, dialect: Dialect): JsonObject {
  const name = requireName(condition)
  const { op, value = '' } = condition
  if (op === 'absent') throw invalid('the Gateway API has no match on what is absent')
  if (op === 'exact') {
    if (value === '') throw invalid(`the value of ${name} must not be empty`)
    return { type: 'Exact', name, value }
  }
  const expression = op === 'regex' ? value : op === 'prefix' ? `^${escapePattern(value)}.*$` : '.*'
  return { type: 'RegularExpression', name, value: pattern(expression, condition, dialect) }
}

function pattern(expression: string, { kind, op, name = '' }: MatchCondition, { patterns }: Dialect): string {
  if (!patterns) {
    throw new DomainError(
      'unsupported',
      `Matching ${kind} ${name} by ${op} takes a regular expression, and the implementation behind this route is not known to read those. Match a header by its exact value.`,
    )
  }
  if (expression === '') throw invalid(`the pattern for ${name} must not be empty`)
  return expression
}

function requireName({ kind, name = '' }: MatchCondition): string {
  if (!NAME.test(name)) throw invalid(`"${name}" is no name of a ${kind}`)
  return name
}

/** Entries are known by their names, headers whatever their case, and a name may stand only once. */
function withNamed(
  match: JsonObject,
  field: 'headers' | 'queryParams',
  wanted: JsonObject,
): JsonObject | undefined {
  const list = arrayOf(match[field])
  const key = (entry: JsonObject) => {
    const name = stringOf(entry.name) ?? ''
    return field === 'headers' ? name.toLowerCase() : name
  }
  const present = list.map(objectOf).find((entry) => key(entry) === key(wanted))
  if (present === undefined) return { ...match, [field]: [...list, wanted] }
  const { type = 'Exact', value } = present
  if (sameJson([type, value], [wanted.type, wanted.value])) return match
  if (type === 'Exact' && wanted.type === 'Exact') return undefined
  throw new DomainError(
    'unsupported',
    `A rule that would be shadowed matches ${stringOf(wanted.name) ?? ''} already, and the Gateway API takes one condition for each name.`,
  )
}

function invalid(message: string): DomainError {
  const words = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
  return new DomainError('invalid', words, { fields: [{ path: 'when', message }] })
}
