import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'
import { nameOf, percentWords, ruledRoutes, wordsOf } from './reading/routes'

/** Every data plane with weights takes them as proportions; people take them as percent. */
export const weightsNot100 = findingRule({
  code: 'weights-not-100',
  severity: 'hint',
  title: 'rules whose weights do not add up to 100',
  explanation: 'The weights count as proportions of their sum, not as percent.',
  remedy: 'Nothing has to be done; weights that add up to 100 are easier to read.',
  docs: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
  find: (input) =>
    ruledRoutes(input).flatMap((route) =>
      route.rules
        .filter(({ destinations, total }) => destinations.length > 1 && total > 0 && total !== 100)
        .map((rule) => {
          const shares = rule.destinations.map((each) => `${wordsOf(each)} ${percentWords(each.percent)}`)
          return {
            title: `Weights of rule ${nameOf(rule)} of ${route.name} add up to ${rule.total}`,
            detail: `They count as proportions: ${shares.join(', ')}.`,
            objects: [routeRef(input.view, route)],
          }
        }),
    ),
})
