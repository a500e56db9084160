import type { ClusterView } from '@/lib/domain/kube'
import { hashOf } from '@/lib/domain/traffic/revision'
import { objectRevisions } from '../object-revision'
import type { VirtualService } from './schema'
import { destinationRulesOf, findSubset } from './subsets'

/** Hash of uid and spec, of any object that an Istio move writes. */
export const istioRevision = objectRevisions()

/** Hash of a VirtualService's spec and of the labels that its destinations' subsets stand for. */
export function routeRevision(view: ClusterView, virtualService: VirtualService): string {
  const { object, namespace, rules } = virtualService
  const subsets = new Map<string, readonly [string, string][]>()
  for (const { destination } of rules.flatMap(({ route, mirrors }) => [...route, ...mirrors])) {
    const { host, subset } = destination
    if (subset === undefined) continue
    const found = findSubset(destinationRulesOf(view, host, namespace), subset)
    if (found !== undefined) subsets.set(`${host} ${subset}`, [...found.subset.labels].sort())
  }
  const spec = istioRevision(object)
  return subsets.size === 0 ? spec : hashOf([spec, [...subsets].sort()])
}
