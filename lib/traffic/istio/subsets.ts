import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { canonicalHost, serviceOfHost } from './hosts'
import { readDestinationRule, type DestinationRule, type Subset } from './schema'

const ROOT_NAMESPACE = 'istio-system'

/** By the list that a view hands out, which stays the same until something in it changes. */
const byHost = new WeakMap<readonly KubeObject[], ReadonlyMap<string, DestinationRule[]>>()

/**
 * DestinationRules for exactly this host, in the order in which Istio looks for them: the namespace of the caller (here
 * of the route), of the service, and the mesh's root.
 */
export function destinationRulesOf(
  view: ClusterView,
  host: string,
  routeNamespace: string,
): DestinationRule[] {
  const home = serviceOfHost(host, routeNamespace)?.namespace
  const wanted = canonicalHost(host, routeNamespace)
  const namespaces = new Set([routeNamespace, ...(home === undefined ? [] : [home]), ROOT_NAMESPACE])
  return [...namespaces].flatMap(
    (namespace) => indexOf(view.list('destinationrules', namespace)).get(wanted) ?? [],
  )
}

function indexOf(list: readonly KubeObject[]): ReadonlyMap<string, DestinationRule[]> {
  const known = byHost.get(list)
  if (known !== undefined) return known
  const index = new Map<string, DestinationRule[]>()
  for (const rule of list.map(readDestinationRule)) {
    const others = index.get(rule.host)
    if (others === undefined) index.set(rule.host, [rule])
    else others.push(rule)
  }
  byHost.set(list, index)
  return index
}

/** A subset and the DestinationRule that defines it. */
export function findSubset(
  rules: readonly DestinationRule[],
  name: string,
): { rule: DestinationRule; subset: Subset; index: number } | undefined {
  for (const rule of rules) {
    const index = rule.subsets.findIndex((subset) => subset.name === name)
    const subset = rule.subsets[index]
    if (subset !== undefined) return { rule, subset, index }
  }
  return undefined
}
