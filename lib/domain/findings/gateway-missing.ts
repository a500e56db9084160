import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'

export const gatewayMissing = findingRule({
  code: 'gateway-missing',
  severity: 'warning',
  title: 'routes bound to a Gateway that does not exist',
  explanation: 'No request reaches the route through it, and nothing says so.',
  remedy: 'Make the Gateway, or correct its name: <namespace>/<name> where it is in another namespace.',
  docs: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService',
  find: ({ view, routes }) => {
    if (!view.has('istiogateways')) return []
    return routes
      .filter(({ dataPlane }) => dataPlane === 'istio')
      .flatMap((route) =>
        route.gateways
          .filter((gateway) => {
            const [namespace = '', name] = gateway.split('/')
            return name !== undefined && view.get('istiogateways', namespace, name) === undefined
          })
          .map((gateway) => ({
            title: `Gateway ${gateway}, which ${route.name} is bound to, does not exist`,
            objects: [routeRef(view, route)],
          })),
      )
  },
})
