import { refOf } from '../kube'
import { findingRule } from './finding-rule'
import { destinationRulesFor } from './reading/destination-rules'
import { fullHost } from './reading/hosts'
import { workloadsOf } from './reading/workloads'

/** Only for services that have subsets at all: others tell versions apart by hosts, or not at all. */
export const subsetMissingForVersion = findingRule({
  code: 'subset-missing-for-version',
  severity: 'hint',
  title: 'versions that no subset selects',
  explanation: 'A rule cannot send to this version alone as long as no subset has the labels of its pods.',
  remedy: 'Add the version to a rule: Aviary makes the subset with it. Or add the subset by hand.',
  docs: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
  find: (input) => {
    const { view, service } = input
    const rules = destinationRulesFor(view, fullHost(service)).filter(({ subsets }) => subsets.length > 0)
    const [first] = rules
    if (first === undefined) return []
    const subsets = rules.flatMap((rule) => rule.subsets)
    const missing = workloadsOf(input).filter(
      ({ labels, ready }) =>
        ready > 0 &&
        !subsets.some((subset) => [...subset.labels].every(([name, value]) => labels.get(name) === value)),
    )
    return [...new Set(missing.map(({ version }) => version))].map((version) => ({
      title: `No subset of ${first.object.metadata.name} selects version ${version}`,
      objects: [refOf(first.object)],
    }))
  },
})
