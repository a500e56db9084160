import { refOf } from '../kube'
import { findingRule } from './finding-rule'
import { destinationRulesFor, type DestinationRuleFacts } from './reading/destination-rules'
import { fullHost } from './reading/hosts'

/** Within one namespace, where Istio merges them; across namespaces the nearest to the caller holds, by design. */
export const destinationRuleConflict = findingRule({
  code: 'destination-rule-conflict',
  severity: 'warning',
  title: 'DestinationRules that define the same thing for one host',
  explanation:
    'Istio merges them in the order of their age: of two equal subsets or policies the younger is ignored.',
  remedy: 'Keep one DestinationRule for each host.',
  docs: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#multiple-virtual-services-and-destination-rules-for-the-same-host',
  find: ({ view, service }) => {
    const rules = destinationRulesFor(view, fullHost(service)).filter(({ selective }) => !selective)
    return rules.flatMap((one, index) =>
      rules.slice(index + 1).flatMap((other) => {
        const words = one.namespace === other.namespace ? shared(one, other) : undefined
        if (words === undefined) return []
        return {
          title: `${one.object.metadata.name} and ${other.object.metadata.name} both define ${words} of ${service.name}`,
          objects: [refOf(one.object), refOf(other.object)],
        }
      }),
    )
  },
})

function shared(one: DestinationRuleFacts, other: DestinationRuleFacts): string | undefined {
  const names = new Set(one.subsets.map(({ name }) => name))
  const both = other.subsets.filter(({ name }) => names.has(name)).map(({ name }) => name)
  if (both.length > 0) return `subset ${both.join(', ')}`
  return one.policy && other.policy ? 'the traffic policy' : undefined
}
