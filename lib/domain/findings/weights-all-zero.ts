import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'
import { nameOf, ruledRoutes } from './reading/routes'

/** A rule whose weights are all zero sends nothing anywhere: Istio refuses it, the others answer 500 or 503. */
export const weightsAllZero = findingRule({
  code: 'weights-all-zero',
  severity: 'blocking',
  title: 'rules whose weights are all zero',
  explanation: 'No request that this rule matches can be answered.',
  remedy: 'Give the stable version a weight of 100.',
  docs: 'https://gateway-api.sigs.k8s.io/guides/traffic-splitting/',
  find: (input) =>
    ruledRoutes(input).flatMap((route) =>
      route.rules
        .filter(({ destinations, total }) => destinations.length > 0 && total === 0)
        .map((rule) => ({
          title: `Every weight of rule ${nameOf(rule)} of ${route.name} is zero`,
          objects: [routeRef(input.view, route)],
        })),
    ),
})
