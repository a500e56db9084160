import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'
import { nameOf, ruledRoutes, served, takesAnybody } from './reading/routes'

export const stickyCanary = findingRule({
  code: 'sticky-canary',
  severity: 'hint',
  title: 'splits with sticky sessions',
  explanation:
    'Chance decides once for each user: some stay on the new version with whatever is wrong in it, the share of requests follows who is active, and cannot be verified.',
  remedy:
    'Pin users who agreed to test by a cookie or header of their own, and leave all others on the stable version.',
  docs: 'https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/service/',
  find: (input) =>
    ruledRoutes(input).flatMap((route) =>
      route.rules
        .filter((rule) => rule.sticky !== undefined && takesAnybody(rule) && served(rule).length > 1)
        .map((rule) => ({
          title: `Rule ${nameOf(rule)} of ${route.name} splits users for good, by ${rule.sticky ?? ''}`,
          objects: [routeRef(input.view, route)],
        })),
    ),
})
