import type { ClusterView } from '../kube'
import { sumOfCallers } from '../topology/caller-counts'
import type { CallerCounts, ServiceCounts } from '../topology/traffic'
import type { Route } from '../traffic/model'
import { objectOf, stringMapOf } from '../traffic/untyped'

type Caller = Pick<CallerCounts, 'namespace' | 'workload'>

/** Which callers follow a route; undefined where that cannot be told. */
export type Governs = (route: Route) => ((caller: Caller) => boolean) | undefined

/**
 * The pods of a route's gateways are whom it governs: found by the selector of Istio's Gateway, or by the label that
 * Gateway API's own pods carry.
 */
export function governedBy(view: ClusterView): Governs {
  return (route) => {
    const wanted = route.gateways.map((gateway) => podLabels(view, gateway)).filter(({ size }) => size > 0)
    const pods = view
      .list('pods')
      .filter(({ metadata: { labels } }) =>
        wanted.some((own) => [...own].every(([label, value]) => labels?.[label] === value)),
      )
    if (pods.length === 0) return undefined
    return ({ namespace, workload }) =>
      pods.some(
        ({ metadata }) =>
          metadata.namespace === namespace &&
          (metadata.name === workload || metadata.name.startsWith(`${workload}-`)),
      )
  }
}

/** The labels of a gateway's pods; `gateway` is `namespace/name`. */
function podLabels(view: ClusterView, gateway: string): ReadonlyMap<string, string> {
  const [namespace = '', name = ''] = gateway.split('/')
  const istio = view.get('istiogateways', namespace, name)
  if (istio !== undefined) return stringMapOf(objectOf(istio.spec).selector)
  const own = view.get('k8sgateways', namespace, name)
  return new Map(own === undefined ? [] : [['gateway.networking.k8s.io/gateway-name', name]])
}

/** The counts of the callers that a route governs; undefined where it cannot be told which those are. */
export function governedCounts(
  counts: ServiceCounts,
  route: Route,
  governs: Governs,
): ServiceCounts | undefined {
  const named = counts.callers?.some(({ workload }) => workload !== 'unknown') === true
  const follows = named ? governs(route) : undefined
  const own = follows && counts.callers?.filter(follows)
  return own && { ...counts, versions: sumOfCallers(own), callers: own }
}
