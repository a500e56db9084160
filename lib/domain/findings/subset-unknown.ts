import { namedService } from '../topology/service-hosts'
import type { Destination, Route } from '../traffic/model'
import type { FindingInput } from './finding'
import { findingRule } from './finding-rule'
import { applicableRules } from './reading/destination-rules'
import { canonicalHost } from './reading/hosts'
import { routeRef } from './reading/references'
import { nameOf } from './reading/routes'

export const subsetUnknown = findingRule({
  code: 'subset-unknown',
  severity: 'blocking',
  title: 'destinations whose subset no DestinationRule has',
  explanation: 'The mesh knows no endpoints for it: requests sent there are answered 503.',
  remedy: 'Add the subset to the DestinationRule of that host, or correct its name in the route.',
  docs: 'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
  find: ({ view, routes }) =>
    routes
      .filter(({ dataPlane }) => dataPlane === 'istio' && view.has('destinationrules'))
      .flatMap((route) =>
        route.rules.flatMap((rule) =>
          rule.destinations
            .filter((destination) => isUnknown(view, route, destination))
            .map(({ host, subset = '' }) => ({
              title: `Rule ${nameOf(rule)} of ${route.name} sends to subset ${subset} of ${host}, which nobody defines`,
              objects: [routeRef(view, route)],
            })),
        ),
      ),
})

function isUnknown(view: FindingInput['view'], route: Route, { host, subset }: Destination): boolean {
  if (subset === undefined) return false
  const home = namedService(host, route.namespace)?.namespace
  const rules = applicableRules(view, canonicalHost(host, route.namespace), route.namespace, home)
  return !rules.some(({ subsets }) => subsets.some(({ name }) => name === subset))
}
