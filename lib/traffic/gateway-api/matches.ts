import { hashOf } from '@/lib/domain/traffic/revision'
import { arrayOf, isObject, objectOf } from '@/lib/domain/traffic/untyped'
import type { RouteKind } from './schema'

const EVERYTHING = { type: 'PathPrefix', value: '/' } as const

/**
 * A rule's matches with the defaults that the API server fills in, so that a rule reads alike before and after it has
 * been stored. An HTTPRoute without matches gets the prefix `/`; other kinds have none then.
 */
export function normalisedMatches(kind: RouteKind, matches: unknown): unknown[] {
  const written = arrayOf(matches)
  if (kind === 'HTTPRoute') return (written.length === 0 ? [{}] : written).map(normalisedHttp)
  return kind === 'GRPCRoute' ? written.map(normalisedGrpc) : [...written]
}

/** What a match is known by, whatever defaults are filled in. */
export function hashOfMatches(kind: RouteKind, matches: unknown): string {
  return hashOf(normalisedMatches(kind, matches), 16)
}

function normalisedHttp(match: unknown): unknown {
  if (!isObject(match)) return match
  return {
    ...match,
    path: { ...EVERYTHING, ...objectOf(match.path) },
    ...withType('headers', match.headers),
    ...withType('queryParams', match.queryParams),
  }
}

function normalisedGrpc(match: unknown): unknown {
  if (!isObject(match)) return match
  const method = isObject(match.method) ? { method: { type: 'Exact', ...match.method } } : {}
  return { ...match, ...method, ...withType('headers', match.headers) }
}

function withType(field: string, list: unknown): Record<string, unknown> {
  if (!Array.isArray(list)) return {}
  return { [field]: list.map((entry: unknown) => (isObject(entry) ? { type: 'Exact', ...entry } : entry)) }
}
