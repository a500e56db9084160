import { findingRule } from './finding-rule'
import { routeRef } from './reading/references'
import { leadsTo, ruledRoutes } from './reading/routes'

/** A second version behind a route that does not know it: the usual start of a canary. */
export const versionWithoutDestination = findingRule({
  code: 'version-without-destination',
  severity: 'hint',
  title: 'versions that run although no rule knows them',
  explanation: 'The version runs, and no route sends anything to it.',
  remedy: 'Add the version to a rule: it starts at weight 0.',
  docs: 'https://istio.io/latest/docs/concepts/traffic-management/#routing-rules',
  find: (input) => {
    const { view, versions, service } = input
    const real = ruledRoutes(input).filter(({ capabilities }) => capabilities.addVersion)
    const destinations = real.flatMap((route) =>
      route.rules.flatMap((rule) =>
        rule.destinations.filter((each) => each.version !== undefined || leadsTo(service, route, each)),
      ),
    )
    const known = new Set(destinations.map(({ version }) => version))
    // Without any destination on this service, or with one on all of its versions, none is missing.
    if (known.size === 0 || known.has(undefined)) return []
    return versions
      .filter(({ version, readyPods }) => !known.has(version) && readyPods > 0)
      .map(({ version }) => ({
        title: `No rule of ${service.name} knows ${version}`,
        detail: `${service.name} runs ${version}, and no route sends anything to it.`,
        remedy: `Add ${version} to a rule: it starts at weight 0.`,
        objects: real.map((route) => routeRef(view, route)),
      }))
  },
})
