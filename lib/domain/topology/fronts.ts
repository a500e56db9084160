import type { Route, ServiceRef } from '../traffic/model'
import { backingServices, countsByBackend } from './service-hosts'
import type { KnownService } from './known-service'

type Services = ReadonlyMap<string, KnownService>

/** For the Service of each version, by `namespace/name`, the service whose routes send there. */
export function frontsOf(services: Services): Map<string, KnownService> {
  const fronts = new Map<string, KnownService>()
  for (const service of services.values()) {
    const { routes, ref } = service
    const isOutside = (name: string) => services.get(`${ref.namespace}/${name}`)?.traits.outside === true
    // Seen from a version's own Service, the same route is listed too; its host tells which one is in front.
    const named = routes.filter(({ hosts }) => hosts.some((host) => isNameOf(host, ref)))
    // Hosts of a gateway are no names of Services; there the name of a version's Service begins with the front's, and
    // what is outside of the cluster has nobody else in front of it.
    const versioned = routes.filter((route) => countsByBackend(route) && sendsToVersions(route, ref))
    const backing = new Set([
      ...backingServices(named, ref),
      ...backingServices(routes, ref).filter((other) => other.startsWith(`${ref.name}-`)),
      ...backingServices(versioned, ref).filter(isOutside),
    ])
    for (const other of backing) {
      const key = `${ref.namespace}/${other}`
      if (services.has(key)) fronts.set(key, service)
    }
  }
  return fronts
}

function isNameOf(host: string, { namespace, name }: ServiceRef): boolean {
  return host === name || host === `${name}.${namespace}` || host.startsWith(`${name}.${namespace}.`)
}

function sendsToVersions({ rules }: Route, { name }: ServiceRef): boolean {
  return rules.some(({ destinations }) =>
    destinations.some(({ version, host }) => version !== undefined && host.startsWith(`${name}-`)),
  )
}
