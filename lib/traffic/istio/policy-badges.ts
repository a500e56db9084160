import type { ClusterView } from '@/lib/domain/kube'
import type { RouteBadge } from '@/lib/domain/traffic/model'
import { objectOf, stringOf, stringsOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import type { DestinationSpec } from './destination-spec'
import { isBacking, type VersionResolver } from './destination-version'
import { serviceOfHost } from './hosts'
import { connectionPoolWords, hashWords, loadBalancerWords, outlierWords } from './policy-words'
import type { VirtualService } from './schema'
import { policyOf, type PolicyField } from './traffic-policy'

const SHOWN: readonly {
  kind: RouteBadge['kind']
  field: PolicyField
  words: (policy: JsonObject) => string | undefined
}[] = [
  { kind: 'consistent-hash', field: 'loadBalancer', words: hashWords },
  { kind: 'load-balancer', field: 'loadBalancer', words: loadBalancerWords },
  { kind: 'connection-pool', field: 'connectionPool', words: connectionPoolWords },
  { kind: 'outlier-detection', field: 'outlierDetection', words: outlierWords },
]

/** What DestinationRules say about the service's destinations in a route; what isn't said of all names its versions. */
export function policyBadges(
  view: ClusterView,
  { namespace, rules }: VirtualService,
  resolver: VersionResolver,
): RouteBadge[] {
  const destinations = distinct(rules.flatMap(({ route }) => route.map(({ destination }) => destination)))
  const own = destinations.filter(({ host }) => isBacking(resolver, host, namespace))
  return SHOWN.flatMap(({ kind, field, words }): RouteBadge[] => {
    const saying = new Map<string, string[]>()
    for (const destination of own) {
      const said = words(policyOf(view, destination, namespace, field))
      if (said === undefined) continue
      const label = resolver.versionOf(destination, namespace) ?? destination.subset ?? destination.host
      saying.set(said, [...(saying.get(said) ?? []), label])
    }
    return [...saying].map(([said, labels]) => ({
      kind,
      words: labels.length === own.length ? said : `${[...new Set(labels)].join(', ')}: ${said}`,
    }))
  })
}

/** Destinations outside the cluster that the service's rules send to. */
export function externalBadges(
  view: ClusterView,
  { namespace, rules }: VirtualService,
  resolver: VersionResolver,
): RouteBadge[] {
  const shared = rules.filter(({ route }) =>
    route.some(({ destination }) => isBacking(resolver, destination.host, namespace)),
  )
  const hosts = new Set(shared.flatMap(({ route }) => route.map(({ destination }) => destination.host)))
  return [...hosts].flatMap((host): RouteBadge[] => {
    const words = outsideWords(view, host, namespace)
    return words === undefined ? [] : [{ kind: 'external-name', words }]
  })
}

function outsideWords(view: ClusterView, host: string, namespace: string): string | undefined {
  const service = serviceOfHost(host, namespace)
  const object = service && view.get('services', service.namespace, service.name)
  const { type, externalName } = objectOf(object?.spec)
  if (type === 'ExternalName')
    return `${host} stands for ${stringOf(externalName) ?? 'a name'} outside the cluster`
  if (object !== undefined) return undefined
  const entry = view
    .list('serviceentries')
    .find(({ spec }) => stringsOf(objectOf(spec).hosts).some((name) => name === host))
  if (entry === undefined) return undefined
  return `${host} is known by ServiceEntry ${entry.metadata.namespace ?? ''}/${entry.metadata.name}`
}

function distinct(destinations: readonly DestinationSpec[]): DestinationSpec[] {
  return [
    ...new Map(
      destinations.map((each) => [JSON.stringify([each.host, each.subset, each.port]), each]),
    ).values(),
  ]
}
