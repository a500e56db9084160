import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'
import { nameOf, ruledRoutes } from './reading/routes'

export const duplicateDestination = findingRule({
  code: 'duplicate-destination',
  severity: 'warning',
  title: 'rules that list one destination twice',
  explanation: 'Its share is the sum of both entries, so that moving one of them moves less than it says.',
  remedy: 'Keep one entry and give it the weight of both.',
  docs: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
  find: (input) =>
    ruledRoutes(input).flatMap((route) =>
      route.rules.flatMap((rule) => {
        const seen = new Set<string>()
        const twice = new Set<string>()
        for (const { host, subset, port } of rule.destinations) {
          const place = JSON.stringify([host, subset, port])
          if (seen.has(place)) twice.add(subset === undefined ? host : `subset ${subset} of ${host}`)
          seen.add(place)
        }
        return [...twice].map((words) => ({
          title: `Rule ${nameOf(rule)} of ${route.name} lists ${words} more than once`,
          objects: [routeRef(input.view, route)],
        }))
      }),
    ),
})
