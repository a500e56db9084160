import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { objectOf } from '@/lib/domain/traffic/untyped'
import { backingServicesOf, isNamedByVersion, type PlacedService } from '../backing-services'
import { routedServices, routesTo } from './route-index'
import { isBranch, walk, type Branch } from './service-tree'

/** The service itself and its per-version Services, those that IngressRoutes send to among them. */
export function backingServices(view: ClusterView, service: ServiceRef): PlacedService[] {
  return backingServicesOf(view, service, routedNames(view, service))
}

/**
 * Names of Services without selectors that are the service's versions: `<service>-<version>` of that very version, or
 * `<service>-…` beside the service itself or in the TraefikService of its name. Nothing else in a route names the
 * service, and `web-admin` is none of `web`. What is outside of the cluster has no versions.
 */
export function routedNames(view: ClusterView, service: ServiceRef): Set<string> {
  const { namespace, name } = service
  if (isOutside(view, service)) return new Set()
  const candidates = routedServices(view, namespace).filter((other) => other.startsWith(`${name}-`))
  return new Set(
    candidates.filter((other) => {
      const place = { namespace, name: other }
      return isNamedByVersion(view, service, other) || isSibling(view, service, place)
    }),
  )
}

function isOutside(view: ClusterView, { namespace, name }: PlacedService): boolean {
  return objectOf(view.get('services', namespace, name)?.spec).type === 'ExternalName'
}

function isSibling(view: ClusterView, service: ServiceRef, place: PlacedService): boolean {
  if (isOutside(view, place)) return false
  const lists: Branch[][] = []
  for (const { rules } of routesTo(view, [place])) {
    for (const { tree } of rules) {
      if (tree === undefined) continue
      if (!isBranch(tree)) lists.push(tree.children)
      walk(tree, ({ tree: below }) => {
        if (below.kind === 'split') lists.push(below.children)
      })
    }
  }
  return lists.some((children) => {
    const [first] = children
    const holds = (name: string) =>
      children.some(
        ({ entry }) =>
          entry.kind === 'Service' && entry.namespace === service.namespace && entry.name === name,
      )
    const { kind, metadata } = first?.at.object ?? {}
    const named =
      kind === 'TraefikService' && metadata?.name === service.name && metadata.namespace === service.namespace
    return holds(place.name) && (named || holds(service.name))
  })
}
