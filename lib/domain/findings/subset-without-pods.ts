import { refOf } from '../kube'
import { findingRule } from './finding-rule'
import { destinationRulesFor } from './reading/destination-rules'
import { fullHost } from './reading/hosts'
import { anyWith, selectorOf } from './reading/pods'
import { leadsTo, ruledRoutes, served } from './reading/routes'

/** Workloads scaled to zero count as pods: an idle canary is no mistake. */
export const subsetWithoutPods = findingRule({
  code: 'subset-without-pods',
  severity: 'blocking',
  title: 'subsets whose labels no pod has',
  explanation: 'What is sent to this subset is answered 503.',
  remedy: 'Correct the labels of the subset, or those of the pods; remove the subset if it is not needed.',
  docs: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
  find: (input) => {
    const { view, service } = input
    const host = fullHost(service)
    const selector = selectorOf(view.get('services', service.namespace, service.name))
    if (selector === undefined) return []
    const used = new Set(
      ruledRoutes(input).flatMap((route) =>
        route.rules
          .flatMap(served)
          .filter((each) => leadsTo(service, route, each))
          .map(({ subset }) => subset),
      ),
    )
    return destinationRulesFor(view, host).flatMap(({ object, subsets }) =>
      subsets
        .filter(({ labels }) => labels.size > 0)
        .filter(({ labels }) => !anyWith(view, service.namespace, new Map([...selector, ...labels])))
        .map(({ name, labels }) => ({
          title: `No pod of ${service.name} is in subset ${name} (${[...labels].map((pair) => pair.join('=')).join(', ')})`,
          severity: used.has(name) ? ('blocking' as const) : ('warning' as const),
          objects: [refOf(object)],
        })),
    )
  },
})
