import type { ClusterView } from '@/lib/domain/kube'
import { arrayOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'
import { isGateway, isService, type GatewayRoute, type ParentRef } from './schema'

/** The names that a route answers to: its own, else those of its parents: listeners of Gateways, Services of the mesh. */
export function hostsOf(view: ClusterView, { hostnames, parents }: GatewayRoute): string[] {
  // A mesh goes by the parent alone and passes the hostnames of a route over.
  const services = parents
    .filter(isService)
    .map(({ namespace, name }) => `${name}.${namespace}.svc.cluster.local`)
  const gateways = parents.filter(isGateway)
  const outside = hostnames.length > 0 ? hostnames : gateways.flatMap((parent) => listenerHosts(view, parent))
  return [...new Set([...(gateways.length > 0 || services.length === 0 ? outside : []), ...services])]
}

/** Parents as the API shows them: `ns/name` for Gateways, `mesh` for Services. */
export function gatewaysOf({ parents }: GatewayRoute): string[] {
  return [
    ...new Set(parents.map((parent) => (isService(parent) ? 'mesh' : `${parent.namespace}/${parent.name}`))),
  ]
}

function listenerHosts(view: ClusterView, parent: ParentRef): string[] {
  const listeners = arrayOf(objectOf(view.get('k8sgateways', parent.namespace, parent.name)?.spec).listeners)
  return listeners
    .map(objectOf)
    .filter(({ name }) => parent.sectionName === undefined || name === parent.sectionName)
    .map(({ hostname }) => stringOf(hostname) ?? '*')
}
