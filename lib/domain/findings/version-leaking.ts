import type { FindingRule } from './finding'

/** Several versions match the Service while a rule sends to the Service as a whole: the canary gets traffic by pod count. */
export const versionLeaking: FindingRule = {
  code: 'version-leaking',
  check: ({ routes, versions, service }) => {
    const ready = versions.filter(({ readyPods }) => readyPods > 0)
    if (ready.length < 2) return []
    const open = routes.filter(
      (route) =>
        route.dataPlane !== 'kubernetes' &&
        route.rules.some((rule) =>
          rule.destinations.some(
            ({ version, weight }) => version === undefined && (weight > 0 || rule.destinations.length === 1),
          ),
        ),
    )
    return open.map((route) => ({
      code: 'version-leaking',
      severity: 'warning' as const,
      title: `${ready.map(({ version }) => version).join(' and ')} share traffic by the number of their pods`,
      detail: `A rule of ${route.name} sends to ${service.name} without a subset, so every ready pod gets requests.`,
      remedy: 'Pin the rule to a subset for each version before a canary starts.',
      objects: [{ apiVersion: '', kind: route.kind, namespace: route.namespace, name: route.name }],
    }))
  },
}
