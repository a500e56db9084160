import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { RouteBadge } from '@/lib/domain/traffic/model'
import { readVirtualService, type VirtualService } from './schema'

/** VirtualServices by the `namespace/name` that their rules delegate to. */
const delegators = new WeakMap<readonly KubeObject[], ReadonlyMap<string, VirtualService[]>>()

/** The VirtualServices that delegate to this one. */
export function delegatorsOf(view: ClusterView, { object, namespace }: VirtualService): VirtualService[] {
  const list = view.list('virtualservices')
  let index = delegators.get(list)
  if (index === undefined) {
    index = indexed(list.map(readVirtualService))
    delegators.set(list, index)
  }
  return index.get(`${namespace}/${object.metadata.name}`) ?? []
}

function indexed(all: readonly VirtualService[]): ReadonlyMap<string, VirtualService[]> {
  const index = new Map<string, VirtualService[]>()
  for (const each of all) {
    for (const target of delegatesOf(each)) index.set(target, [...(index.get(target) ?? []), each])
  }
  return index
}

function delegatesOf({ rules }: VirtualService): string[] {
  const named = rules.flatMap(({ delegate }) =>
    delegate === undefined ? [] : `${delegate.namespace}/${delegate.name}`,
  )
  return [...new Set(named)]
}

/** The gateways that a VirtualService is bound to; one without hosts has those of what delegates to it. */
export function gatewaysOf(view: ClusterView, virtualService: VirtualService): string[] {
  if (virtualService.hosts.length > 0) return [...virtualService.gateways]
  return [...new Set(delegatorsOf(view, virtualService).flatMap(({ gateways }) => gateways))]
}

/** Where rules delegate to, and who delegates to a VirtualService without hosts. */
export function delegateBadges(view: ClusterView, virtualService: VirtualService): RouteBadge[] {
  const targets = delegatesOf(virtualService)
  const badges: RouteBadge[] =
    targets.length === 0 ? [] : [{ kind: 'delegate', words: `delegates to ${targets.join(', ')}` }]
  if (virtualService.hosts.length > 0) return badges
  const roots = delegatorsOf(view, virtualService)
  if (roots.length === 0) {
    return [
      ...badges,
      { kind: 'delegate', words: 'without hosts, and nothing delegates to it: it gets no traffic' },
    ]
  }
  return [...badges, ...roots.map((root): RouteBadge => ({ kind: 'delegate', words: delegatedWords(root) }))]
}

function delegatedWords({ object, namespace, hosts }: VirtualService): string {
  return `gets what ${namespace}/${object.metadata.name} delegates to it of ${hosts.join(', ')}`
}
