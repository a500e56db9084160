import { refOf, type ClusterView } from '../kube'
import { objectOf } from '../traffic/untyped'
import { findingRule } from './finding-rule'
import { hasEndpoints } from './reading/endpoints'
import { routeRef, serviceRef } from './reading/references'
import { routedEntries, type TraefikEntry } from './reading/traefik-services'

/** Measured on Traefik 3.6 with allowEmptyServices false, the default of the binary; Helm's chart sets it. */
export const traefikEmptyServiceTakesRouteDown = findingRule({
  code: 'traefik-empty-service-takes-route-down',
  severity: 'warning',
  title: 'Traefik routes that list a Service without ready endpoints',
  explanation:
    'Unless allowEmptyServices is set, Traefik drops everything that lists it, even at weight 0: all requests of the route are answered 404.',
  remedy: 'Make its pods ready, remove the entry, or set providers.kubernetesCRD.allowEmptyServices.',
  docs: 'https://doc.traefik.io/traefik/reference/install-configuration/providers/kubernetes/kubernetes-crd/',
  find: ({ view, routes }) =>
    routedEntries(view, routes)
      .filter(({ entry }) => isEmpty(view, entry))
      .map(({ route, entry: { name, namespace, holder } }) => ({
        title: `${name} has no ready endpoints and may take ${route.name} down`,
        objects: [refOf(holder), serviceRef({ namespace, name }), routeRef(view, route)],
      })),
})

function isEmpty(view: ClusterView, { kind, namespace, name, siblings, nativeLb }: TraefikEntry): boolean {
  if (kind !== 'Service' || siblings === 0 || nativeLb) return false
  const service = view.get('services', namespace, name)
  if (service === undefined || objectOf(service.spec).type === 'ExternalName') return false
  return !hasEndpoints(view, service)
}
