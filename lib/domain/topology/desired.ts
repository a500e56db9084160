import { mainRule } from '../traffic/main-rule'
import type { Route, ServiceRef } from '../traffic/model'
import { round } from './round'
import { countsByBackend, namedService } from './service-hosts'

/** Percent by version of the rule that most requests take. */
export function desiredShares(routes: readonly Route[]): Map<string, number> {
  return sum((mainRule(routes)?.destinations ?? []).map(({ version, percent }) => [version, percent]))
}

/**
 * Percent by Service of what that rule sends to Services beside the versions, where a proxy counts by backend: others
 * count such requests as calls of that Service.
 */
export function besideShares(routes: readonly Route[], service: ServiceRef): Map<string, number> {
  const rule = mainRule(routes)
  const route = routes.find(({ rules }) => rules.some((one) => one === rule))
  if (rule === undefined || route === undefined || !countsByBackend(route)) return new Map()
  return sum(
    rule.destinations.map(({ version, host, percent }) => {
      const named = version === undefined ? namedService(host, route.namespace) : undefined
      const beside = named?.namespace === service.namespace && named.name !== service.name
      return [beside ? named.name : undefined, percent]
    }),
  )
}

/** The protocol of that rule, as edges have it. */
export function desiredProtocol(routes: readonly Route[]): 'http' | 'grpc' | 'tcp' {
  const protocol = mainRule(routes)?.protocol ?? 'http'
  return protocol === 'tls' ? 'tcp' : protocol
}

/** Percent that is mirrored, by version; the largest of several rules. */
export function mirroredShares(routes: readonly Route[]): Map<string, number> {
  const shares = new Map<string, number>()
  for (const { to, percent } of routes.flatMap(({ rules }) => rules).flatMap(({ mirrors }) => mirrors))
    shares.set(to, Math.max(shares.get(to) ?? 0, percent))
  return shares
}

function sum(parts: readonly [string | undefined, number][]): Map<string, number> {
  const shares = new Map<string, number>()
  for (const [key, percent] of parts)
    if (key !== undefined) shares.set(key, round((shares.get(key) ?? 0) + percent))
  return shares
}
