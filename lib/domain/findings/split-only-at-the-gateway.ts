import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'
import { boundToMesh, ruledRoutes, served } from './reading/routes'
import { workloadsOf } from './reading/workloads'

export const splitOnlyAtTheGateway = findingRule({
  code: 'split-only-at-the-gateway',
  severity: 'hint',
  title: 'splits that hold only for what comes through a gateway',
  explanation:
    'Callers inside the mesh know nothing of this route: they reach pods of every version, by their number.',
  remedy: 'Add mesh to the gateways of the route, and the Service’s own host to its hosts.',
  docs: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#route-rules-have-no-effect-on-ingress-gateway-requests',
  find: (input) => {
    const routes = ruledRoutes(input)
    if (routes.some(boundToMesh) || !workloadsOf(input).some(({ injected }) => injected)) return []
    return routes
      .filter(({ dataPlane, gateways }) => dataPlane !== 'traefik' && gateways.length > 0)
      .filter(({ rules }) => rules.some((rule) => served(rule).length > 1))
      .map((route) => ({
        title: `${route.name} splits only at ${route.gateways.join(', ')}`,
        objects: [routeRef(input.view, route)],
      }))
  },
})
