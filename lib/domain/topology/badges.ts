import type { ClusterView, KubeObject } from '../kube'
import type { Route, Rule } from '../traffic/model'
import { isObject, objectOf, stringOf } from '../traffic/untyped'
import { namedService } from './service-hosts'
import type { ServiceTraits } from './service-traits'

/** Badges of a service, from its routes, its policies and its place. */
export function objectBadges(routes: readonly Route[], traits: ServiceTraits, breaks: boolean): string[] {
  const all = routes.flatMap((route) => route.rules)
  const rules = routes.filter(({ dataPlane }) => dataPlane !== 'kubernetes').flatMap((route) => route.rules)
  const badges: [string, boolean][] = [
    ['split', rules.some(({ destinations }) => destinations.filter(({ percent }) => percent > 0).length > 1)],
    ['mirror', rules.some(({ mirrors }) => mirrors.some(({ percent }) => percent > 0))],
    ['match', rules.some(picksRequests)],
    ['fault', rules.some(({ fault }) => fault !== undefined)],
    ['delegate', rules.some(({ delegate }) => delegate !== undefined)],
    ['timeout', rules.some(({ timeout }) => Number.parseFloat(timeout ?? '0') > 0)],
    ['retries', rules.some(({ retries }) => retries !== undefined && retries.attempts > 0)],
    ['sticky', all.some(({ sticky }) => sticky !== undefined)],
    ['circuit-breaker', breaks],
    ['waypoint', traits.waypoint],
    ['ambient', traits.ambient],
    ['external', traits.outside],
  ]
  return badges.filter(([, has]) => has).map(([badge]) => badge)
}

const choosing: ReadonlySet<string> = new Set(['header', 'cookie', 'query', 'method', 'source'])

/** Whether a rule is for chosen requests; hosts and paths only say where the service is. */
function picksRequests({ match }: Rule): boolean {
  return match.some((conditions) => conditions.some(({ kind }) => choosing.has(kind)))
}

/** Services, as `namespace/name`, with limits or outlier detection in a DestinationRule, of their own or a subset's. */
export function circuitBreakers(view: ClusterView): Set<string> {
  const services = new Set<string>()
  for (const rule of view.list('destinationrules')) {
    const named = namedService(stringOf(objectOf(rule.spec).host) ?? '', rule.metadata.namespace ?? '')
    if (named !== undefined && breaks(rule)) services.add(`${named.namespace}/${named.name}`)
  }
  return services
}

function breaks({ spec }: KubeObject): boolean {
  const { trafficPolicy, subsets } = objectOf(spec)
  const policies = [
    trafficPolicy,
    ...(Array.isArray(subsets) ? subsets.map((subset: unknown) => objectOf(subset).trafficPolicy) : []),
  ]
  return policies.some((policy) => {
    const { connectionPool, outlierDetection } = objectOf(policy)
    return isObject(connectionPool) || isObject(outlierDetection)
  })
}
