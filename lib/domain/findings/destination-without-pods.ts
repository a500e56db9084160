import type { FindingRule } from './finding'

/** A destination that gets traffic but has no ready pod answers 503. */
export const destinationWithoutPods: FindingRule = {
  code: 'destination-without-pods',
  check: ({ routes, versions }) => {
    const ready = new Map(versions.map((version) => [version.version, version.readyPods]))
    return routes
      .filter((route) => route.dataPlane !== 'kubernetes')
      .flatMap((route) =>
        route.rules.flatMap((rule) =>
          rule.destinations
            .filter(
              ({ version, weight }) =>
                version !== undefined && ready.has(version) && ready.get(version) === 0 && weight > 0,
            )
            .map((destination) => ({
              code: 'destination-without-pods',
              severity: 'blocking' as const,
              title: `${destination.version} gets ${destination.percent.toFixed(0)} % but has no ready pods`,
              detail: `Requests sent to ${destination.version} by rule ${rule.name ?? rule.id} fail with 503.`,
              remedy: 'Move the weight away, or make its pods ready.',
              objects: [{ apiVersion: '', kind: route.kind, namespace: route.namespace, name: route.name }],
            })),
        ),
      )
  },
}
