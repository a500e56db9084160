import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { RouteBadge } from '@/lib/domain/traffic/model'
import { canonicalHost } from './hosts'
import { readVirtualService, type VirtualService } from './schema'

/** VirtualServices by host, as every namespace would say it. */
const byHost = new WeakMap<readonly KubeObject[], ReadonlyMap<string, VirtualService[]>>()

/**
 * Hosts that other VirtualServices claim too. In the mesh Istio follows only the first one, at a gateway it joins their
 * rules in order (istio/istio issue 36621, analysis message IST0109).
 */
export function sharedHostBadges(view: ClusterView, virtualService: VirtualService): RouteBadge[] {
  return virtualService.hosts.flatMap((host) => {
    const rivals = rivalsOf(view, virtualService, host)
    return virtualService.gateways.flatMap((gateway): RouteBadge[] => {
      const claimants = rivals.filter(({ gateways }) => gateways.includes(gateway))
      if (claimants.length === 0) return []
      const order = [virtualService, ...claimants].sort(inIstioOrder)
      const words = gateway === 'mesh' ? meshWords : gatewayWords
      return [{ kind: 'shared-host', words: words(host, gateway, order, order.indexOf(virtualService)) }]
    })
  })
}

function rivalsOf(view: ClusterView, virtualService: VirtualService, host: string): VirtualService[] {
  const list = view.list('virtualservices')
  let index = byHost.get(list)
  if (index === undefined) {
    index = indexed(list.map(readVirtualService))
    byHost.set(list, index)
  }
  const claimants = index.get(canonicalHost(host, virtualService.namespace)) ?? []
  return claimants.filter((each) => each !== virtualService && seenTogether(each, virtualService))
}

function indexed(all: readonly VirtualService[]): ReadonlyMap<string, VirtualService[]> {
  const index = new Map<string, VirtualService[]>()
  for (const each of all) {
    for (const host of new Set(each.hosts.map((name) => canonicalHost(name, each.namespace)))) {
      index.set(host, [...(index.get(host) ?? []), each])
    }
  }
  return index
}

/** The namespaces that see a VirtualService; undefined for all. */
export function audienceOf({ exportTo, namespace }: VirtualService): ReadonlySet<string> | undefined {
  if (exportTo.length === 0 || exportTo.includes('*')) return undefined
  return new Set(exportTo.filter((name) => name !== '~').map((name) => (name === '.' ? namespace : name)))
}

function seenTogether(a: VirtualService, b: VirtualService): boolean {
  const [one, other] = [audienceOf(a), audienceOf(b)]
  if (one === undefined || other === undefined) return one?.size !== 0 && other?.size !== 0
  return [...one].some((namespace) => other.has(namespace))
}

/** Those for chosen namespaces before those for all, then by age, name and namespace (pilot's push context). */
function inIstioOrder(a: VirtualService, b: VirtualService): number {
  const [one, other] = [keyOf(a), keyOf(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

function keyOf(virtualService: VirtualService): string {
  const { object, namespace } = virtualService
  const { creationTimestamp = '', name } = object.metadata
  return [audienceOf(virtualService) === undefined ? '1' : '0', creationTimestamp, name, namespace].join(' ')
}

function meshWords(host: string, _: string, order: readonly VirtualService[], place: number): string {
  const others = titles(order.filter((_each, index) => index !== place))
  if (place === 0) return `${host} in the mesh: this one is followed, ${others} not`
  return `${host} in the mesh: ${titles(order.slice(0, 1))} is followed, this one not where both are seen`
}

function gatewayWords(
  host: string,
  gateway: string,
  order: readonly VirtualService[],
  place: number,
): string {
  const before = order.slice(0, place)
  const after = order.slice(place + 1)
  const parts = [
    ...(before.length > 0 ? [`after those of ${titles(before)}`] : []),
    ...(after.length > 0 ? [`before those of ${titles(after)}`] : []),
  ]
  return `${host} at ${gateway}: the rules here are tried ${parts.join(', ')}; what takes everything goes last`
}

function titles(all: readonly VirtualService[]): string {
  return all.map(({ object, namespace }) => `${namespace}/${object.metadata.name}`).join(', ')
}
