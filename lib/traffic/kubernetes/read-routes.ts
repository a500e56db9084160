import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { attainableSplits } from '@/lib/domain/traffic/attainable'
import { destinationKeys } from '@/lib/domain/traffic/destination-key'
import type { Route, Rule, ServiceRef } from '@/lib/domain/traffic/model'
import { ruleIds } from '@/lib/domain/traffic/rule-id'
import { percentOf, totalOf } from '@/lib/domain/traffic/split'
import { objectOf } from '@/lib/domain/traffic/untyped'
import { lastWriter } from '../last-writer'
import { ownerAmong } from '../owner'
import { pinnedSelector, switchTargets } from '../pinned-selector'
import { routeId } from '../route-id'
import { versionsSelected } from '../service-versions'
import { selectorOf } from '../workloads'
import { replicaBadges } from './badges'
import { boundsOf } from './bounds'
import { capabilitiesOf } from './capabilities'
import { replicaVersions, type ReplicaVersion } from './replica-versions'
import { routeRevision } from './revision'

/** A Service as a route, and the versions behind it. */
export interface PlainRoute {
  object: KubeObject
  versions: ReplicaVersion[]
  route: Route
}

/** The Service itself as a route: one rule, weighted by the pods that each version's workloads want. */
export function readServiceRoute(view: ClusterView, service: ServiceRef): Route[] {
  const found = readPlainRoute(view, service)
  return found === undefined ? [] : [found.route]
}

/** The same with what moves of it need; undefined where there is no such Service. */
export function readPlainRoute(view: ClusterView, service: ServiceRef): PlainRoute | undefined {
  const object = view.get('services', service.namespace, service.name)
  if (object === undefined) return undefined
  const versions = replicaVersions(view, service)
  const deployments = deploymentsOf(versions)
  const owner = ownerAmong([object, ...deployments])
  const chosen = chosenVersions(view, service)
  const rule = readRule(view, service, object, versions, chosen)
  const route: Route = {
    id: serviceRouteId(service),
    kind: 'Service',
    name: service.name,
    namespace: service.namespace,
    dataPlane: 'kubernetes',
    revision: routeRevision(object, deployments),
    hosts: [`${service.name}.${service.namespace}.svc.cluster.local`],
    gateways: [],
    ...(owner === undefined ? {} : { owner }),
    ...lastWriter([object, ...deployments]),
    capabilities: capabilitiesOf(rule.fixed, isSwitchable(view, service, chosen)),
    badges: replicaBadges(view, deployments),
    rules: [rule],
  }
  return { object, versions, route }
}

/** The id of a Service as a route. */
export function serviceRouteId(service: Pick<ServiceRef, 'namespace' | 'name'>): string {
  return routeId('service', service)
}

/** Every Deployment of these versions, in their order. */
export function deploymentsOf(versions: readonly ReplicaVersion[]): KubeObject[] {
  return versions.flatMap(({ deployments }) => deployments)
}

/** Whether there is another version that the Service's selector could pin. */
function isSwitchable(view: ClusterView, service: ServiceRef, chosen: ReadonlySet<string>): boolean {
  const pinned = pinnedSelector(view, service)
  if (pinned === undefined) return false
  return [...switchTargets(view, service.namespace, pinned).keys()].some((version) => !chosen.has(version))
}

/** The versions that the Service's selector lets in; undefined without a selector, where endpoints are made by hand. */
function chosenVersions(view: ClusterView, { namespace, name }: ServiceRef): Set<string> {
  const selector = selectorOf(view.get('services', namespace, name))
  const versions = selector === undefined ? [] : versionsSelected(view, namespace, [selector])
  return new Set(versions.map(({ version }) => version))
}

function readRule(
  view: ClusterView,
  service: ServiceRef,
  object: KubeObject,
  versions: readonly ReplicaVersion[],
  chosen: ReadonlySet<string>,
): Rule {
  const open = selectorOf(object) === undefined
  const weighted = versions.map(({ version, desired }) => ({
    version,
    host: service.name,
    weight: open || chosen.has(version) ? desired : 0,
  }))
  const total = totalOf(weighted)
  const keys = destinationKeys(weighted)
  const fixed = fixedReason(object, versions, chosen)
  const counted = versions.map((version, index) => {
    const bounds = boundsOf(
      view,
      version,
      versions.filter((other) => other !== version),
    )
    return { weight: weighted[index]?.weight ?? 0, ...(bounds === undefined ? {} : { bounds }) }
  })
  return {
    id: ruleIds([{ kind: 'service', match: [] }])[0] ?? '',
    match: [],
    total,
    ...(fixed === undefined && versions.length > 1 ? { attainable: attainableSplits(total, counted) } : {}),
    destinations: weighted.map((each, index) => ({
      ...each,
      key: keys[index] ?? '',
      percent: percentOf(each.weight, total),
    })),
    mirrors: [],
    ...(objectOf(object.spec).sessionAffinity === 'ClientIP' ? { sticky: 'client IP' } : {}),
    ...(fixed === undefined ? {} : { fixed }),
  }
}

/** Why pods cannot be moved between the versions of a Service; undefined where they can. */
function fixedReason(
  object: KubeObject,
  versions: readonly ReplicaVersion[],
  chosen: ReadonlySet<string>,
): string | undefined {
  const { name } = object.metadata
  if (selectorOf(object) === undefined) {
    return `Service ${name} has no selector: whoever makes its endpoints decides where its requests go.`
  }
  const left = versions.find(({ version }) => !chosen.has(version))
  if (left !== undefined) {
    return `The selector of Service ${name} lets in ${[...chosen].join(' and ') || 'nothing'} and not ${left.version}: pods change nothing, cut over instead.`
  }
  return versions.find(({ fixed }) => fixed !== undefined)?.fixed
}
