import type { Route, ServiceRef } from '../traffic/model'

export interface HostedName {
  namespace: string
  name: string
}

/** The Service inside the cluster that a host may name, relative to a namespace; undefined for hosts outside. */
export function namedService(host: string, namespace: string): HostedName | undefined {
  const [name = '', home, kind] = host.split('.')
  if (name === '' || name.includes('*')) return undefined
  if (home === undefined) return { namespace, name }
  return home !== '' && (kind === undefined || kind === 'svc') ? { namespace: home, name } : undefined
}

/**
 * The Services of a service's versions, where its routes send to one host per version: telemetry counts those
 * requests under these names, and, where a proxy counts by backend, those of Services beside the versions too. Only
 * Services of the same namespace; sorted.
 */
export function backingServices(routes: readonly Route[], service: ServiceRef): string[] {
  const names = new Set<string>()
  for (const route of routes) {
    for (const rule of route.rules) {
      for (const { host, version } of rule.destinations) {
        const counted = version !== undefined || countsByBackend(route)
        const named = counted ? namedService(host, route.namespace) : undefined
        if (named?.namespace === service.namespace && named.name !== service.name) names.add(named.name)
      }
    }
  }
  return [...names].sort()
}

/** True where a proxy counts a route's requests by backend, whatever versions those are of. */
export function countsByBackend({ telemetry }: Route): boolean {
  return telemetry === 'traefik' || telemetry === 'envoy'
}
