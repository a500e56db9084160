import type { ClusterView } from '@/lib/domain/kube'
import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import type { PlacedService } from '../backing-services'
import { versionOfService } from '../selected-version'
import { backingServices } from './backing-services'
import { leafLabel, routerLabel } from './labels'
import { routeIdOf } from './read-routes'
import { allRoutes, keyOf, type IndexedRoute, type IndexedRule } from './route-index'
import type { LeafUse } from './service-tree'

/**
 * Every value of the label `service` of traefik_service_* that these routes can have. One Service with one port is one
 * series whatever uses it; the only Service of a rule is counted under its router's name.
 */
export function telemetryTargets(view: ClusterView): TelemetryTarget[] {
  if (!view.has('ingressroutes')) return []
  const targets = new Map<string, TelemetryTarget>()
  const owners = new ServiceOwners(view)
  for (const route of allRoutes(view)) {
    for (const rule of route.rules) {
      for (const use of rule.uses) addUse(view, targets, owners, route, rule, use)
    }
  }
  return [...targets.values()]
}

function addUse(
  view: ClusterView,
  targets: Map<string, TelemetryTarget>,
  owners: ServiceOwners,
  { ingressRoute }: IndexedRoute,
  { id, written }: IndexedRule,
  { entry, mirrored, alone }: LeafUse,
): void {
  const label = alone
    ? routerLabel(ingressRoute.namespace, ingressRoute.name, written.match)
    : leafLabel(entry)
  if (label === undefined || entry.port === undefined) return
  const rule = { route: routeIdOf(ingressRoute.object), rule: id }
  const known = targets.get(label)
  if (known === undefined) {
    const version = versionOfService(view, entry)
    targets.set(label, {
      source: 'traefik',
      label,
      service: owners.of(entry),
      backend: { namespace: entry.namespace, name: entry.name },
      ...(version === undefined ? {} : { version }),
      rules: [rule],
      mirrored,
    })
    return
  }
  if (!known.rules.some((each) => each.route === rule.route && each.rule === rule.rule))
    known.rules.push(rule)
  known.mirrored ||= mirrored
}

/** The service that a Service is a version of; itself where it is none's. */
class ServiceOwners {
  private readonly byNamespace = new Map<string, Map<string, PlacedService>>()

  constructor(private readonly view: ClusterView) {}

  of({ namespace, name }: PlacedService): PlacedService {
    let owners = this.byNamespace.get(namespace)
    if (owners === undefined) {
      owners = this.read(namespace)
      this.byNamespace.set(namespace, owners)
    }
    return owners.get(keyOf({ namespace, name })) ?? { namespace, name }
  }

  private read(namespace: string): Map<string, PlacedService> {
    const owners = new Map<string, PlacedService>()
    const services = this.view.list('services', namespace).map(({ metadata }) => metadata.name)
    // Of two that claim one Service, the longer name is nearer.
    for (const name of services.sort((a, b) => a.length - b.length)) {
      const service = { cluster: this.view.cluster, namespace, name }
      for (const each of backingServices(this.view, service)) {
        if (each.name !== name) owners.set(keyOf(each), { namespace, name })
      }
    }
    return owners
  }
}
