import { DomainError } from '@/lib/domain/errors'
import type { MatchCondition } from '@/lib/domain/traffic/model'
import { arrayOf, isObject, objectOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { cookies } from './cookies'
import { joinMatches, stringMatch } from './string-match'

/**
 * Alternatives of a rule, each with further conditions that must hold too; those that never can are left out. Without
 * alternatives the conditions are the only one. Throws `unsupported` for what Istio can't say in one match.
 */
export function narrowedMatches(
  alternatives: readonly unknown[],
  when: readonly MatchCondition[],
): JsonObject[] {
  const all: JsonObject[] = alternatives.length === 0 ? [{}] : alternatives.map(objectOf)
  return all.flatMap((request) => {
    const narrowed = when.reduce<JsonObject | undefined>(
      (sofar, condition) => sofar && withCondition(sofar, condition),
      request,
    )
    return narrowed === undefined ? [] : [narrowed]
  })
}

function withCondition(request: JsonObject, condition: MatchCondition): JsonObject | undefined {
  const { kind, name = '' } = condition
  switch (kind) {
    case 'header':
      return condition.op === 'absent'
        ? withEntry(request, 'withoutHeaders', name.toLowerCase(), {})
        : withEntry(request, 'headers', name.toLowerCase(), stringMatch(condition))
    case 'cookie':
      return withEntry(request, 'headers', 'cookie', { regex: cookies.write(condition) })
    case 'query':
      return withEntry(request, 'queryParams', name, stringMatch(condition))
    case 'method':
      return withText(request, 'method', condition)
    case 'host':
      return withText(request, 'authority', condition)
    case 'source':
      return withSource(request, condition)
    default:
      throw new DomainError('unsupported', `Istio rules cannot be made for a ${kind}.`)
  }
}

function withEntry(
  request: JsonObject,
  field: 'headers' | 'withoutHeaders' | 'queryParams',
  name: string,
  asked: JsonObject,
): JsonObject | undefined {
  const entries = objectOf(request[field])
  // Names of headers are compared without case, by Envoy too.
  const fold = (key: string) => (field === 'queryParams' ? key : key.toLowerCase())
  const key = Object.keys(entries).find((known) => fold(known) === fold(name)) ?? name
  const old = Object.hasOwn(entries, key) ? entries[key] : undefined
  if (field === 'withoutHeaders') return { ...request, [field]: withMember(entries, key, asked) }
  const joined = old === undefined ? { match: asked } : joinMatches(old, asked)
  if (joined === 'never') return undefined
  if (joined === 'unknown')
    throw inexpressible(field === 'headers' ? `header ${name}` : `query parameter ${name}`)
  return { ...request, [field]: withMember(entries, key, joined.match) }
}

/** By definition rather than assignment, which would run the setter of `__proto__`. */
function withMember(entries: JsonObject, key: string, value: JsonObject): JsonObject {
  return Object.fromEntries([...Object.entries(entries).filter(([name]) => name !== key), [key, value]])
}

function withText(
  request: JsonObject,
  field: 'method' | 'authority',
  condition: MatchCondition,
): JsonObject | undefined {
  const asked = stringMatch(condition)
  const joined = isObject(request[field]) ? joinMatches(request[field], asked) : { match: asked }
  if (joined === 'never') return undefined
  if (joined === 'unknown') throw inexpressible(field === 'method' ? 'method' : 'host')
  return { ...request, [field]: joined.match }
}

function withSource(request: JsonObject, { name = '', value = '' }: MatchCondition): JsonObject | undefined {
  if (arrayOf(request.gateways).length > 0) {
    throw new DomainError(
      'unsupported',
      'Istio does not look at the source where a match names gateways, as a rule of this route does.',
    )
  }
  if (name === 'namespace') {
    const { sourceNamespace = value } = request
    return sourceNamespace === value ? { ...request, sourceNamespace } : undefined
  }
  const labels = objectOf(request.sourceLabels)
  if (Object.hasOwn(labels, name) && labels[name] !== value) return undefined
  return { ...request, sourceLabels: { ...labels, [name]: value } }
}

function inexpressible(what: string): DomainError {
  return new DomainError(
    'unsupported',
    `A rule of this route matches the ${what} already, and Istio cannot ask for both in one match.`,
  )
}
