import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'
import { nameOf, percentWords, ruledRoutes } from './reading/routes'

/** A destination that gets traffic but has no ready pod answers 503. */
export const destinationWithoutPods = findingRule({
  code: 'destination-without-pods',
  severity: 'blocking',
  title: 'versions that get traffic but have no ready pods',
  explanation: 'Requests sent to this version fail with 503.',
  remedy: 'Move the weight away, or make its pods ready.',
  docs: 'https://istio.io/latest/docs/ops/common-problems/network-issues/',
  find: (input) => {
    const ready = new Map(input.versions.map((version) => [version.version, version.readyPods]))
    return ruledRoutes(input).flatMap((route) =>
      route.rules.flatMap((rule) =>
        rule.destinations
          .filter(({ version, weight }) => version !== undefined && ready.get(version) === 0 && weight > 0)
          .map(({ version = '', percent }) => ({
            title: `${route.name} sends ${percentWords(percent)} to ${version}, which has no ready pods`,
            detail: `Requests sent to ${version} by rule ${nameOf(rule)} of ${route.name} fail with 503.`,
            objects: [routeRef(input.view, route)],
          })),
      ),
    )
  },
})
