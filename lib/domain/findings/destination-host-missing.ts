import type { Route } from '../traffic/model'
import type { FindingInput } from './finding'
import { findingRule } from './finding-rule'
import { backendsOf } from './reading/gateway-routes'
import { hostExists } from './reading/hosts'
import { routeObject, routeRef } from './reading/references'
import { ruledRoutes } from './reading/routes'
import { traefikEntries } from './reading/traefik-services'

export const destinationHostMissing = findingRule({
  code: 'destination-host-missing',
  severity: 'blocking',
  title: 'destinations that do not exist',
  explanation:
    'Requests sent there fail. Traefik even drops the whole route for one Service that is missing.',
  remedy:
    'Make the Service (or the ServiceEntry of a host outside the cluster), or correct the name in the route.',
  docs: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
  find: (input) =>
    ruledRoutes(input).flatMap((route) =>
      [...new Set(missing(input, route))].map((words) => ({
        title: `${route.name} sends to ${words}, which does not exist`,
        objects: [routeRef(input.view, route)],
      })),
    ),
})

function missing({ view }: FindingInput, route: Route): string[] {
  if (route.dataPlane === 'istio') {
    const hosts = route.rules.flatMap((rule) => rule.destinations.map(({ host }) => host))
    return hosts.filter((host) => host !== '' && !hostExists(view, host, route.namespace))
  }
  const object = routeObject(view, route)
  if (object === undefined) return []
  if (route.dataPlane === 'gateway-api') {
    return backendsOf(object)
      .filter(({ group, kind }) => group === '' && kind === 'Service')
      .filter(({ namespace, name }) => view.get('services', namespace, name) === undefined)
      .map(({ namespace, name }) => `Service ${name} of ${namespace}`)
  }
  return traefikEntries(view, object)
    .filter(({ kind, namespace, name }) => {
      if (kind === 'Service') return view.get('services', namespace, name) === undefined
      return kind === 'TraefikService' && view.get('traefikservices', namespace, name) === undefined
    })
    .map(({ kind, namespace, name }) => `${kind} ${name} of ${namespace}`)
}
