import type { ClusterView, KubeObject } from '../../kube'
import { arrayOf, isObject, objectOf, stringMapOf, stringOf } from '../../traffic/untyped'
import { canonicalHost, wildcardCovers } from './hosts'
import { oncePerList } from './memory'

/** Istio's DestinationRules, as far as findings need them. */
export interface SubsetFacts {
  name: string
  labels: ReadonlyMap<string, string>
}

export interface DestinationRuleFacts {
  object: KubeObject
  namespace: string
  /** In its full form where it is a Service of the cluster. */
  host: string
  subsets: readonly SubsetFacts[]
  policy: boolean
  /** Meant for chosen callers only. */
  selective: boolean
}

interface Index {
  byHost: ReadonlyMap<string, readonly DestinationRuleFacts[]>
  wildcards: readonly DestinationRuleFacts[]
}

/** The namespace whose configuration holds for the whole mesh, as Istio is installed unless told otherwise. */
export const MESH_ROOT = 'istio-system'

const indexOf = oncePerList((list): Index => {
  const byHost = new Map<string, DestinationRuleFacts[]>()
  const wildcards: DestinationRuleFacts[] = []
  for (const facts of list.map(read)) {
    if (facts.host.startsWith('*')) wildcards.push(facts)
    byHost.set(facts.host, [...(byHost.get(facts.host) ?? []), facts])
  }
  return { byHost, wildcards }
})

function read(object: KubeObject): DestinationRuleFacts {
  const spec = objectOf(object.spec)
  const namespace = object.metadata.namespace ?? ''
  return {
    object,
    namespace,
    host: canonicalHost(stringOf(spec.host) ?? '', namespace),
    subsets: arrayOf(spec.subsets).map((entry) => {
      const { name, labels } = objectOf(entry)
      return { name: stringOf(name) ?? '', labels: stringMapOf(labels) }
    }),
    policy: isObject(spec.trafficPolicy),
    selective: isObject(spec.workloadSelector),
  }
}

/** DestinationRules for exactly this host (in its full form), of any namespace. */
export function destinationRulesFor(view: ClusterView, host: string): readonly DestinationRuleFacts[] {
  return indexOf(view.list('destinationrules')).byHost.get(host) ?? []
}

/**
 * DestinationRules that hold for requests of a route to a host: those of the route's namespace, of the host's and of
 * the mesh's root, wildcards among them.
 */
export function applicableRules(
  view: ClusterView,
  host: string,
  routeNamespace: string,
  hostNamespace: string | undefined,
): DestinationRuleFacts[] {
  const { byHost, wildcards } = indexOf(view.list('destinationrules'))
  const seenFrom = new Set([routeNamespace, hostNamespace, MESH_ROOT])
  return [...(byHost.get(host) ?? []), ...wildcards.filter((rule) => wildcardCovers(rule.host, host))].filter(
    ({ namespace }) => seenFrom.has(namespace),
  )
}
