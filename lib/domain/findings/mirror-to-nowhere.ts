import type { FindingInput } from './finding'
import { findingRule } from './finding-rule'
import { applicableRules } from './reading/destination-rules'
import { canonicalHost, hostExists } from './reading/hosts'
import { routeRef } from './reading/references'
import { hostNamespace, nameOf, ruledRoutes } from './reading/routes'
import type { Route } from '../traffic/model'
import { namedService } from '../topology/service-hosts'

export const mirrorToNowhere = findingRule({
  code: 'mirror-to-nowhere',
  severity: 'warning',
  title: 'mirrors that nothing receives',
  explanation:
    'The copies are dropped without a word, so a test by mirroring would pass without any request.',
  remedy: 'Make the target’s pods ready, correct the target, or remove the mirror.',
  docs: 'https://istio.io/latest/docs/tasks/traffic-management/mirroring/',
  find: (input) =>
    ruledRoutes(input).flatMap((route) =>
      route.rules.flatMap((rule) =>
        rule.mirrors.flatMap(({ to }) => {
          const reason = missing(input, route, to)
          if (reason === undefined) return []
          return {
            title: `Rule ${nameOf(rule)} of ${route.name} mirrors to ${to.replace(/~+$/, '')}, ${reason}`,
            objects: [routeRef(input.view, route)],
          }
        }),
      ),
    ),
})

/** What a mirror's target lacks; a target is a version of the service or a place, `host~subset~port`. */
function missing({ view, service, versions }: FindingInput, route: Route, to: string): string | undefined {
  const version = versions.find((each) => each.version === to)
  if (version !== undefined) return version.readyPods === 0 ? 'which has no ready pods' : undefined
  const [host = '', subset, port] = to.split('~')
  // A version that only a label states, or a place that has no words.
  if (port === undefined) return host === 'd' ? undefined : 'which has no pods'
  const home = hostNamespace(service, route)
  if (!hostExists(view, host, home)) return 'which does not exist'
  if (subset === undefined || subset === '') return undefined
  const target = namedService(host, home)?.namespace
  const rules = applicableRules(view, canonicalHost(host, home), home, target)
  const known = rules.some(({ subsets }) => subsets.some(({ name }) => name === subset))
  return known ? undefined : 'a subset that nobody defines'
}
