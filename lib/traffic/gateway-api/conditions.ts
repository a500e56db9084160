import type { MatchCondition } from '@/lib/domain/traffic/model'
import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { cookies } from './cookies'
import { normalisedMatches } from './matches'
import type { RouteKind } from './schema'

const KNOWN: ReadonlySet<string> = new Set(['path', 'method', 'headers', 'queryParams'])

/** A rule's matches as alternatives; none where it takes every request. */
export function alternativesOf(kind: RouteKind, matches: unknown): MatchCondition[][] {
  const alternatives = normalisedMatches(kind, matches).map((match) => conditionsOf(kind, objectOf(match)))
  return alternatives.every((conditions) => conditions.length === 0) ? [] : alternatives
}

/** One match as conditions that must all hold; fields that Aviary doesn't know appear as `other`. */
function conditionsOf(kind: RouteKind, match: JsonObject): MatchCondition[] {
  return [
    ...(kind === 'GRPCRoute' ? grpcMethod(match.method) : [...path(match.path), ...httpMethod(match.method)]),
    ...arrayOf(match.headers).map((header) => headerOf(objectOf(header))),
    ...arrayOf(match.queryParams).map((query) => named('query', objectOf(query))),
    ...Object.entries(match)
      .filter(([field]) => !KNOWN.has(field))
      .map(([field, value]): MatchCondition => ({
        kind: 'other',
        name: field,
        op: 'exact',
        value: JSON.stringify(value),
      })),
  ]
}

function path(value: unknown): MatchCondition[] {
  const { type, value: text } = objectOf(value)
  const at = stringOf(text) ?? '/'
  if (type === 'Exact') return [{ kind: 'path', op: 'exact', value: at }]
  if (type === 'RegularExpression') return [{ kind: 'path', op: 'regex', value: at }]
  return at === '/' ? [] : [{ kind: 'path', op: 'prefix', value: at }]
}

function httpMethod(value: unknown): MatchCondition[] {
  const method = stringOf(value)
  return method === undefined ? [] : [{ kind: 'method', op: 'exact', value: method }]
}

/** A gRPC call is a request for `/service/method`. */
function grpcMethod(value: unknown): MatchCondition[] {
  if (!isObject(value)) return []
  const service = stringOf(value.service) ?? ''
  const method = stringOf(value.method) ?? ''
  if (service === '' && method === '') return []
  if (value.type === 'RegularExpression' || service === '') {
    const any = '[^/]+'
    return [{ kind: 'path', op: 'regex', value: `/${service || any}/${method || any}` }]
  }
  return method === ''
    ? [{ kind: 'path', op: 'prefix', value: `/${service}/` }]
    : [{ kind: 'path', op: 'exact', value: `/${service}/${method}` }]
}

function headerOf(header: JsonObject): MatchCondition {
  const condition = named('header', header)
  const isCookie = condition.name?.toLowerCase() === 'cookie' && condition.op === 'regex'
  return (isCookie ? cookies.read(condition.value ?? '') : undefined) ?? condition
}

function named(kind: 'header' | 'query', { name, type, value }: JsonObject): MatchCondition {
  return {
    kind,
    name: stringOf(name) ?? '',
    op: type === 'RegularExpression' ? 'regex' : 'exact',
    value: stringOf(value) ?? '',
  }
}
