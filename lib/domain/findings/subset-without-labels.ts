import { refOf } from '../kube'
import { findingRule } from './finding-rule'
import { destinationRulesFor } from './reading/destination-rules'
import { fullHost } from './reading/hosts'

export const subsetWithoutLabels = findingRule({
  code: 'subset-without-labels',
  severity: 'warning',
  title: 'subsets without labels',
  explanation: 'Such a subset takes in the pods of every version, so that a weight on it moves nothing.',
  remedy: 'Give the subset the labels that only pods of its version have.',
  docs: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
  find: ({ view, service }) =>
    destinationRulesFor(view, fullHost(service)).flatMap(({ object, subsets }) =>
      subsets
        .filter(({ labels }) => labels.size === 0)
        .map(({ name }) => ({
          title: `Subset ${name} of ${object.metadata.name} has no labels`,
          objects: [refOf(object)],
        })),
    ),
})
