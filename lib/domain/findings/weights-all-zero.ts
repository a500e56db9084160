import type { FindingRule } from './finding'

/** A rule whose weights are all zero sends nothing anywhere: Istio refuses the configuration. */
export const weightsAllZero: FindingRule = {
  code: 'weights-all-zero',
  check: ({ routes }) =>
    routes.flatMap((route) =>
      route.rules
        .filter((rule) => rule.destinations.length > 1 && rule.total === 0)
        .map((rule) => ({
          code: 'weights-all-zero',
          severity: 'blocking' as const,
          title: `Every weight of rule ${rule.name ?? rule.id} is zero`,
          detail: 'No request that this rule matches can be answered.',
          remedy: 'Give the stable version a weight of 100.',
          objects: [{ apiVersion: '', kind: route.kind, namespace: route.namespace, name: route.name }],
        })),
    ),
}
