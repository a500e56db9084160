import type { FindingRule } from './finding'

/** A second version behind a route that does not know it: the usual start of a canary. */
export const versionWithoutDestination: FindingRule = {
  code: 'version-without-destination',
  check: ({ routes, versions, service }) => {
    const real = routes.filter((route) => route.dataPlane !== 'kubernetes' && route.capabilities.addVersion)
    const known = new Set(
      real.flatMap((route) => route.rules.flatMap((rule) => rule.destinations.map(({ version }) => version))),
    )
    const unpinned = real.some((route) =>
      route.rules.some((rule) => rule.destinations.some(({ version }) => version === undefined)),
    )
    if (real.length === 0 || unpinned) return []
    return versions
      .filter(({ version, readyPods }) => !known.has(version) && readyPods > 0)
      .map(({ version }) => ({
        code: 'version-without-destination',
        severity: 'hint' as const,
        title: `No rule knows ${version}`,
        detail: `${service.name} runs ${version}, and no route sends anything to it.`,
        remedy: `Add ${version} to a rule: it starts at weight 0.`,
        objects: real.map((route) => ({
          apiVersion: '',
          kind: route.kind,
          namespace: route.namespace,
          name: route.name,
        })),
      }))
  },
}
