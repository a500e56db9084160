import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { normalisedMatches } from './matches'
import type { GatewayRoute, RouteKind } from './schema'

/** How a match ranks, most important figure first, and what makes it so. */
interface Rank {
  figures: readonly number[]
  words: readonly string[]
}

const ORDER: Readonly<Partial<Record<RouteKind, string>>> = {
  HTTPRoute: 'exact path, longest prefix, method, most headers, most query parameters',
  GRPCRoute: 'longest service, longest method, most headers',
}

/**
 * Why each rule of a route is tried before or after the others, by place: HTTPRouteRule and GRPCRouteRule `matches` in
 * the Gateway API's reference. Routes with one rule have nothing to explain, other kinds have no matches.
 */
export function precedenceOf(route: GatewayRoute): (string | undefined)[] {
  const order = ORDER[route.kind]
  if (order === undefined || route.rules.length < 2) return route.rules.map(() => undefined)
  const ranks = route.rules.map(({ raw }) => bestRank(route.kind, raw.matches))
  const sorted = ranks.map((_, index) => index).sort((a, b) => compare(ranks[a], ranks[b]) || a - b)
  return ranks.map(({ words }, index) => {
    const what = words.length === 0 ? 'matches every request' : `has ${words.join(', ')}`
    const place = `${sorted.indexOf(index) + 1} of ${ranks.length}`
    return `Tried as ${place}, since this rule ${what}. The most specific match wins, not the order (${order}); equals go by order here and by age among routes, oldest first.`
  })
}

function bestRank(kind: RouteKind, matches: unknown): Rank {
  const all = normalisedMatches(kind, matches).map((match) =>
    kind === 'HTTPRoute' ? httpRank(objectOf(match)) : grpcRank(objectOf(match)),
  )
  return all.sort(compare)[0] ?? { figures: [], words: [] }
}

function compare(a: Rank | undefined, b: Rank | undefined): number {
  const length = Math.max(a?.figures.length ?? 0, b?.figures.length ?? 0)
  for (let index = 0; index < length; index++) {
    const difference = (b?.figures[index] ?? 0) - (a?.figures[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function httpRank(match: JsonObject): Rank {
  const { type, value } = objectOf(match.path)
  const at = stringOf(value) ?? '/'
  const exact = type === 'Exact'
  const prefix = type === 'PathPrefix' ? at.length : 0
  const headers = arrayOf(match.headers).length
  const queries = arrayOf(match.queryParams).length
  const method = match.method !== undefined
  return {
    figures: [Number(exact), prefix, Number(method), headers, queries],
    words: [
      ...(exact ? ['an exact path'] : []),
      ...(prefix > 1 ? [`a path prefix of ${prefix} characters`] : []),
      ...(type === 'RegularExpression'
        ? ['a path pattern, which each implementation ranks its own way']
        : []),
      ...(method ? ['a method'] : []),
      ...counted(headers, 'header'),
      ...counted(queries, 'query parameter'),
    ],
  }
}

function grpcRank(match: JsonObject): Rank {
  const method = isObject(match.method) ? match.method : {}
  const service = (stringOf(method.service) ?? '').length
  const name = (stringOf(method.method) ?? '').length
  const headers = arrayOf(match.headers).length
  return {
    figures: [service, name, headers],
    words: [
      ...(service > 0 ? [`a service of ${service} characters`] : []),
      ...(name > 0 ? [`a method of ${name} characters`] : []),
      ...counted(headers, 'header'),
    ],
  }
}

function counted(count: number, noun: string): string[] {
  return count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`]
}
