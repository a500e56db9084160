import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'
import { leadsTo, ruledRoutes } from './reading/routes'

/** Several versions match the Service while a rule sends to the Service as a whole: the canary gets traffic by pod count. */
export const versionLeaking = findingRule({
  code: 'version-leaking',
  severity: 'warning',
  title: 'versions that share traffic by the number of their pods, because a rule names no version',
  explanation:
    'A rule sends to the Service as a whole, so every ready pod gets requests, a new version’s too.',
  remedy: 'Pin the rule to a destination for each version before a canary starts.',
  docs: 'https://istio.io/latest/docs/concepts/traffic-management/#destination-rules',
  find: (input) => {
    const ready = input.versions.filter(({ readyPods }) => readyPods > 0)
    if (ready.length < 2) return []
    return ruledRoutes(input)
      .filter((route) =>
        route.rules.some((rule) =>
          rule.destinations.some(
            (each) =>
              each.version === undefined &&
              // An unknown subset gets nothing at all, which is a finding of its own.
              each.subset === undefined &&
              each.percent > 0 &&
              leadsTo(input.service, route, each),
          ),
        ),
      )
      .map((route) => ({
        title: `${ready.map(({ version }) => version).join(' and ')} of ${input.service.name} share traffic by the number of their pods`,
        detail: `A rule of ${route.name} sends to ${input.service.name} without a version, so every ready pod gets requests.`,
        objects: [routeRef(input.view, route)],
      }))
  },
})
