import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { serviceOfHost, wildcardCovers, type HostedService } from './hosts'
import { readVirtualService, type VirtualService } from './schema'

/** VirtualServices by the Services that they concern, so that a list of all services costs one pass over them. */
interface RouteIndex {
  byHost: Map<string, VirtualService[]>
  byDestination: Map<string, VirtualService[]>
  wildcards: VirtualService[]
}

/** A view hands out the same list until something in it changes. */
const indexes = new WeakMap<readonly KubeObject[], RouteIndex>()

/** VirtualServices one of whose hosts names the service outright. */
export function virtualServicesOfHost(view: ClusterView, service: HostedService): readonly VirtualService[] {
  return indexOf(view).byHost.get(keyOf(service)) ?? []
}

/** VirtualServices that address the service by a host, a wildcard, or a destination on one of its backing Services. */
export function addressingVirtualServices(
  view: ClusterView,
  service: ServiceRef,
  backing: readonly HostedService[],
): VirtualService[] {
  const { byHost, byDestination, wildcards } = indexOf(view)
  const found = new Set(byHost.get(keyOf(service)))
  for (const each of wildcards) {
    if (each.hosts.some((host) => wildcardCovers(host, service))) found.add(each)
  }
  const byName = [...found].sort(inOrder)
  const destined = backing.flatMap((each) => byDestination.get(keyOf(each)) ?? [])
  return [...byName, ...[...new Set(destined)].filter((each) => !found.has(each)).sort(inOrder)]
}

/** True when one of the VirtualService's hosts is or takes in the service. */
export function namesService(virtualService: VirtualService, service: HostedService): boolean {
  const { hosts, namespace } = virtualService
  return hosts.some((host) => {
    const named = serviceOfHost(host, namespace)
    return (named !== undefined && keyOf(named) === keyOf(service)) || wildcardCovers(host, service)
  })
}

function indexOf(view: ClusterView): RouteIndex {
  const list = view.list('virtualservices')
  let index = indexes.get(list)
  if (index === undefined) {
    index = build(list)
    indexes.set(list, index)
  }
  return index
}

function build(list: readonly KubeObject[]): RouteIndex {
  const index: RouteIndex = { byHost: new Map(), byDestination: new Map(), wildcards: [] }
  for (const object of list) {
    const virtualService = readVirtualService(object)
    const { namespace, hosts, rules } = virtualService
    const destinations = rules.flatMap(({ route }) => route.map(({ destination }) => destination.host))
    addAll(index.byHost, hosts, namespace, virtualService)
    addAll(index.byDestination, destinations, namespace, virtualService)
    if (hosts.some((host) => host.startsWith('*.'))) index.wildcards.push(virtualService)
  }
  return index
}

function addAll(
  map: Map<string, VirtualService[]>,
  hosts: readonly string[],
  namespace: string,
  virtualService: VirtualService,
): void {
  const keys = new Set<string>()
  for (const host of hosts) {
    const service = serviceOfHost(host, namespace)
    if (service !== undefined) keys.add(keyOf(service))
  }
  for (const key of keys) {
    const known = map.get(key)
    if (known === undefined) map.set(key, [virtualService])
    else known.push(virtualService)
  }
}

function keyOf(service: HostedService): string {
  return `${service.namespace}/${service.name}`
}

function inOrder(a: VirtualService, b: VirtualService): number {
  const left = `${a.namespace}/${a.object.metadata.name}`
  const right = `${b.namespace}/${b.object.metadata.name}`
  return left < right ? -1 : left > right ? 1 : 0
}
