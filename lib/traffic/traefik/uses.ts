import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlacedService } from '../backing-services'
import { deleteWrite } from '../planned-writes'
import { isNamedByRoutes } from '../named-by-routes'
import { madeFor } from './made-here'
import { readIngressRoute, readTraefikService } from './schema'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'

/**
 * The writes that remove those of these Services that Aviary made for the service and that nothing names any more but
 * `leaving`, objects that go or stop naming them.
 */
export function planRemoveServices(
  view: ClusterView,
  service: ServiceRef,
  names: readonly string[],
  leaving: readonly KubeObject[],
): PlannedWrite[] {
  return [...new Set(names)].flatMap((name) => {
    const object = view.get('services', service.namespace, name)
    if (
      name === service.name ||
      !madeFor(service, object) ||
      isNamedByRoutes(view, name, { objects: leaving })
    )
      return []
    return [deleteWrite(object)]
  })
}

/** How many entries of IngressRoutes and TraefikServices, and routes of the Gateway API, lead to a TraefikService. */
export function referencesTo(view: ClusterView, { namespace, name }: PlacedService): number {
  const inRules = view
    .list('ingressroutes')
    .flatMap((object) => readIngressRoute(object).rules.flatMap(({ services }) => services))
  const inServices = view.list('traefikservices').flatMap((object) => {
    const node = readTraefikService(object)
    if (node === undefined) return []
    return node.kind === 'mirroring' ? [node.main, ...node.mirrors.map(({ entry }) => entry)] : node.entries
  })
  const entries = [...inRules, ...inServices].filter(
    (entry) => entry.kind === 'TraefikService' && entry.namespace === namespace && entry.name === name,
  )
  return entries.length + gatewayRoutesTo(view, name)
}

/** Traefik takes a TraefikService as a backend of an HTTPRoute too. */
export function gatewayRoutesTo(view: ClusterView, name: string): number {
  const routes = [...view.list('httproutes'), ...view.list('grpcroutes')]
  return routes.filter(({ spec }) => {
    const text = JSON.stringify(spec ?? null)
    return text.includes('"TraefikService"') && text.includes(JSON.stringify(name))
  }).length
}
