import { findingRule } from './finding-rule'
import { parentExists, parentsOf } from './reading/gateway-routes'
import { routeObject, routeRef } from './reading/references'

export const httpRouteWithoutParent = findingRule({
  code: 'http-route-without-parent',
  severity: 'warning',
  title: 'Gateway API routes without a parent, or with one that does not exist',
  explanation: 'A route takes effect only at its parents, so no request is routed by it there.',
  remedy: 'Name an existing Gateway, or the Service itself for callers in a mesh, in parentRefs.',
  docs: 'https://gateway-api.sigs.k8s.io/api-types/httproute/',
  find: ({ view, routes }) =>
    routes
      .filter(({ dataPlane }) => dataPlane === 'gateway-api')
      .flatMap((route) => {
        const object = routeObject(view, route)
        if (object === undefined) return []
        const objects = [routeRef(view, route)]
        const parents = parentsOf(object)
        if (parents.length === 0) return [{ title: `${route.kind} ${route.name} has no parent`, objects }]
        return parents
          .filter((parent) => !parentExists(view, parent))
          .map(({ kind, namespace, name }) => ({
            title: `${kind} ${name} in ${namespace}, the parent of ${route.name}, does not exist`,
            objects,
          }))
      }),
})
