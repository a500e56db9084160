import { findingRule } from './finding-rule'
import { backendsOf, isGranted, mirrorsOf } from './reading/gateway-routes'
import { routeObject, routeRef } from './reading/references'

export const backendWithoutGrant = findingRule({
  code: 'backend-without-grant',
  severity: 'blocking',
  title: 'routes to another namespace that has not allowed it',
  explanation: 'The share of requests that goes there is answered 500.',
  remedy: 'Make a ReferenceGrant in the namespace of the backend, from this kind of route in this namespace.',
  docs: 'https://gateway-api.sigs.k8s.io/api-types/referencegrant/',
  find: ({ view, routes }) =>
    routes
      .filter(({ dataPlane }) => dataPlane === 'gateway-api')
      .flatMap((route) => {
        const object = routeObject(view, route)
        if (object === undefined) return []
        return [...backendsOf(object), ...mirrorsOf(object)]
          .filter((backend) => !isGranted(view, object, backend))
          .map(({ kind, namespace, name }) => ({
            title: `${route.name} may not send to ${kind} ${name} in ${namespace}: no ReferenceGrant allows it`,
            objects: [routeRef(view, route)],
          }))
      }),
})
