import type { ClusterView, KubeObject } from '../kube'
import type { Rule } from '../traffic/model'
import { isObject, objectOf, stringOf } from '../traffic/untyped'
import { namedService } from './service-hosts'
import type { KnownService } from './service-index'

/** Badges of a service, from its routes and policies. */
export function serviceBadges(
  { routes }: KnownService,
  { breakers, drifted, finding }: { breakers: boolean; drifted: boolean; finding: string | undefined },
): string[] {
  const rules = routes.filter(({ dataPlane }) => dataPlane !== 'kubernetes').flatMap((route) => route.rules)
  const badges: [string, boolean][] = [
    ['split', rules.some(({ destinations }) => destinations.filter(({ percent }) => percent > 0).length > 1)],
    ['mirror', rules.some(({ mirrors }) => mirrors.some(({ percent }) => percent > 0))],
    ['match', rules.some(picksRequests)],
    ['fault', rules.some(({ fault }) => fault !== undefined)],
    ['delegate', rules.some(({ delegate }) => delegate !== undefined)],
    ['circuit-breaker', breakers],
    ['drift', drifted],
    ['finding-blocking', finding === 'blocking'],
    ['finding-warning', finding === 'warning'],
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
