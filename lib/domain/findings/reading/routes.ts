import type { FindingInput } from '../finding'
import { namedService } from '../../topology/service-hosts'
import type { Destination, MatchCondition, Route, Rule, ServiceRef } from '../../traffic/model'

/** Routes other than the Service itself, whose split is that of its pods. */
export function ruledRoutes({ routes }: Pick<FindingInput, 'routes'>): Route[] {
  return routes.filter(({ dataPlane }) => dataPlane !== 'kubernetes')
}

/** A rule as people call it: its name, else what its first alternative asks for. */
export function nameOf({ name, match: [first = []] }: Rule): string {
  if (name !== undefined) return name
  const words = first.map(({ kind, name: of, value }) =>
    [kind === 'other' ? undefined : kind, of, value].filter((word) => word !== undefined).join(' '),
  )
  return words.length === 0 ? 'for all requests' : `for ${words.join(', ')}`
}

/** Destinations that get anything at all. */
export function served(rule: Rule): Destination[] {
  return rule.destinations.filter(({ percent }) => percent > 0)
}

/** A destination as people call it: its version, else where it leads. */
export function wordsOf({ version, host, subset }: Destination): string {
  return version ?? (subset === undefined ? host : `${host}, subset ${subset}`)
}

/** A share in whole percent, or with one digit where that would round it away. */
export function percentWords(percent: number): string {
  return `${Number.isInteger(percent) ? percent : percent.toFixed(1)} %`
}

const choosing: ReadonlySet<MatchCondition['kind']> = new Set([
  'header',
  'cookie',
  'query',
  'source',
  'other',
])

/** True for rules that take requests from anybody, not only from callers who carry a mark. */
export function takesAnybody(rule: Rule): boolean {
  return rule.match.length === 0 || rule.match.some((all) => all.every(({ kind }) => !choosing.has(kind)))
}

/** True where callers inside the mesh are routed by it, not only those who come through a gateway. */
export function boundToMesh({ gateways }: Route): boolean {
  return gateways.includes('mesh')
}

/** True where requests from outside come to it. */
export function boundToGateway({ dataPlane, gateways }: Route): boolean {
  return dataPlane === 'traefik' || gateways.some((gateway) => gateway !== 'mesh')
}

/** The namespace that hosts of a route's destinations are relative to: Traefik's, to that of the service looked at. */
export function hostNamespace(service: Pick<ServiceRef, 'namespace'>, route: Route): string {
  return route.dataPlane === 'traefik' ? service.namespace : route.namespace
}

/** True where a destination is the Service itself, be it a subset of it. */
export function leadsTo(
  service: Pick<ServiceRef, 'namespace' | 'name'>,
  route: Route,
  { host }: Pick<Destination, 'host'>,
): boolean {
  const named = namedService(host, hostNamespace(service, route))
  return named?.namespace === service.namespace && named.name === service.name
}
