import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'
import { nameOf, ruledRoutes } from './reading/routes'

/** A class without the feature may accept the route all the same, and then answer every request of the rule with 500. */
export const mirrorUnsupported = findingRule({
  code: 'mirror-unsupported',
  severity: 'blocking',
  title: 'mirrors on a gateway that cannot mirror',
  explanation: 'The gateway accepts the route, and then may answer every request of this rule with 500.',
  remedy: 'Remove the mirror from the rule.',
  docs: 'https://gateway-api.sigs.k8s.io/guides/http-request-mirroring/',
  find: (input) =>
    ruledRoutes(input)
      .filter(({ capabilities }) => capabilities.mirror === false)
      .flatMap((route) =>
        route.rules
          .filter(({ mirrors }) => mirrors.length > 0)
          .map((rule) => ({
            title: `Rule ${nameOf(rule)} of ${route.name} mirrors, which ${route.gateways.join(', ')} cannot`,
            objects: [routeRef(input.view, route)],
          })),
      ),
})
