import { objectOf } from '../traffic/untyped'
import { findingRule } from './finding-rule'
import { routeRef, serviceRef } from './reading/references'
import { boundToGateway, ruledRoutes } from './reading/routes'

export const exposedBehindGateway = findingRule({
  code: 'exposed-behind-gateway',
  severity: 'warning',
  title: 'Services behind a gateway that can be reached past it',
  explanation:
    'Requests to the Service’s own port pass by the gateway and its rules: they go to pods of every version, whatever the split says.',
  remedy: 'Make the Service type ClusterIP, so that all requests come through the gateway.',
  docs: 'https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-control/',
  find: (input) => {
    const { view, service } = input
    const { type } = objectOf(view.get('services', service.namespace, service.name)?.spec)
    if (type !== 'NodePort' && type !== 'LoadBalancer') return []
    return ruledRoutes(input)
      .filter(boundToGateway)
      .slice(0, 1)
      .map((route) => ({
        title: `${service.name} is of type ${type} although ${route.name} routes it through a gateway`,
        objects: [serviceRef(service), routeRef(view, route)],
      }))
  },
})
