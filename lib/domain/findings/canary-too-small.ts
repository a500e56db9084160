import type { Rule } from '../traffic/model'
import { findingRule } from './finding-rule'
import { nameOf, percentWords, ruledRoutes, takesAnybody } from './reading/routes'
import { routeRef } from './reading/references'

/** How much more than the proven load of a pod is let pass, for rounding and small numbers of pods. */
const SLACK = 1.2

export const canaryTooSmall = findingRule({
  code: 'canary-too-small',
  severity: 'warning',
  title: 'versions with too few pods for their share',
  explanation:
    'Each of its pods gets more than a pod of the largest version would get if that took all requests: latency will look like a fault of the new version.',
  remedy: 'Add pods to it before its share grows.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/scale-deployment/',
  find: (input) => {
    const ready = new Map(input.versions.map(({ version, readyPods }) => [version, readyPods]))
    const largest = Math.max(0, ...ready.values())
    return ruledRoutes(input).flatMap((route) =>
      route.rules.filter(takesAnybody).flatMap((rule) =>
        tooSmall(rule, ready, largest).map(({ version, percent, pods }) => ({
          title: `${version} has ${pods} of ${largest} pods for ${percentWords(percent)} of rule ${nameOf(rule)} of ${route.name}`,
          objects: [routeRef(input.view, route)],
        })),
      ),
    )
  },
})

function tooSmall(rule: Rule, ready: ReadonlyMap<string, number>, largest: number) {
  return rule.destinations.flatMap(({ version, percent }) => {
    const pods = version === undefined ? undefined : ready.get(version)
    if (version === undefined || pods === undefined || pods === 0 || pods >= largest) return []
    return percent / pods > (100 / largest) * SLACK ? [{ version, percent, pods }] : []
  })
}
