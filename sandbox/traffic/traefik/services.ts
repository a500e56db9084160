import type { ClusterObjects, Service } from '../cluster-objects'
import type { Upstream, Upstreams } from '../upstreams'
import { fullName } from '../upstreams'
import { leafLabel, traefikServiceLabel } from './names'
import type { ServiceRef, TraefikService } from './objects'

/** A Kubernetes Service as Traefik balances it; the only kind that service metrics know. */
export interface Leaf {
  kind: 'leaf'
  label: string
  upstream: Upstream
}

export interface Weighted {
  kind: 'weighted'
  label: string
  /** Those with a weight above 0; `due` is when each has its next turn, `name` what its cookie stands for. */
  children: { node: ServiceNode; name: string; weight: number; due: number }[]
  sticky: boolean
}

export interface Mirroring {
  kind: 'mirroring'
  label: string
  main: ServiceNode
  mirrors: { node: ServiceNode; percent: number; sent: number }[]
  seen: number
}

/** What a router sends requests to. `answer` is one that Traefik gives itself. */
export type ServiceNode = Leaf | Weighted | Mirroring | { kind: 'answer'; status: number }

/**
 * Builds the services of one Traefik, each once, so that all their users share one turn-taking. Undefined is a
 * service that Traefik drops with everything that names it. ExternalName, empty and other namespaces' Services are
 * allowed, as Traefik's Helm chart and the sandbox's recipe set it.
 */
export class ServiceBuilder {
  private readonly known = new Map<string, ServiceNode | undefined>()
  private readonly objects: ReadonlyMap<string, TraefikService>

  constructor(
    objects: ClusterObjects,
    private readonly upstreams: Upstreams,
  ) {
    this.objects = new Map(
      (objects.traefikservices ?? []).map((item) => [
        `${item.metadata.namespace ?? ''}/${item.metadata.name}`,
        item,
      ]),
    )
  }

  /** A reference made in `namespace`. `label` names the leaf where the rule has no other Service. */
  reference(namespace: string, ref: ServiceRef, label?: string): ServiceNode | undefined {
    const owner = ref.namespace ?? namespace
    const name = ref.name.replace(/@kubernetescrd$/, '')
    if (ref.kind === 'TraefikService') return this.named(owner, name)
    const port = ref.port ?? 0
    const service = this.upstreams.service(owner, name)
    const upstream = this.upstreams.find(fullName(name, owner))
    if (!service || !upstream || !hasPort(service, port)) return undefined
    return {
      kind: 'leaf',
      label: label ?? leafLabel(owner, ref.name, port),
      upstream: ref.sticky?.cookie === undefined ? upstream : { ...upstream, sticky: true },
    }
  }

  weighted(
    namespace: string,
    label: string,
    refs: readonly ServiceRef[],
    sticky: boolean,
  ): ServiceNode | undefined {
    return balance(
      label,
      refs.map((ref) => ({ node: this.reference(namespace, ref), weight: ref.weight ?? 1 })),
      sticky,
    )
  }

  /** A TraefikService; one that leads back to itself is dropped. */
  named(namespace: string, name: string): ServiceNode | undefined {
    const key = `${namespace}/${name}`
    if (this.known.has(key)) return this.known.get(key)
    this.known.set(key, undefined)
    const made = this.build(namespace, name, this.objects.get(key)?.spec)
    this.known.set(key, made)
    return made
  }

  private build(namespace: string, name: string, spec: TraefikService['spec']): ServiceNode | undefined {
    const label = traefikServiceLabel(namespace, name)
    const { weighted, mirroring } = spec ?? {}
    if (weighted) {
      const sticky = weighted.sticky?.cookie !== undefined
      return this.weighted(namespace, label, weighted.services ?? [], sticky)
    }
    if (!mirroring) return undefined
    const main = this.reference(namespace, mirroring)
    if (!main) return undefined
    const mirrors: Mirroring['mirrors'] = []
    for (const mirror of mirroring.mirrors ?? []) {
      const node = this.reference(namespace, mirror)
      const percent = mirror.percent ?? 0
      if (!node || percent < 0 || percent > 100) return undefined
      mirrors.push({ node, percent, sent: 0 })
    }
    return { kind: 'mirroring', label, main, mirrors, seen: 0 }
  }
}

/** A balancer over nodes; nothing if one of them is missing. Weights of 0 or less are left out. */
export function balance(
  label: string,
  refs: readonly { node: ServiceNode | undefined; weight: number }[],
  sticky: boolean,
): ServiceNode | undefined {
  const children: Weighted['children'] = []
  for (const { node, weight } of refs) {
    if (!node) return undefined
    if (weight > 0) children.push({ node, name: labelOf(node), weight, due: 1 / weight })
  }
  return { kind: 'weighted', label, children, sticky }
}

/** What configuration and router metrics call a node; nothing for an answer of Traefik's own. */
export function labelOf(node: ServiceNode): string {
  return node.kind === 'answer' ? '' : node.label
}

/** All leaves below a node, mirrors' too. */
export function leavesOf(node: ServiceNode): Leaf[] {
  switch (node.kind) {
    case 'leaf':
      return [node]
    case 'weighted':
      return node.children.flatMap((child) => leavesOf(child.node))
    case 'mirroring':
      return [node.main, ...node.mirrors.map((mirror) => mirror.node)].flatMap(leavesOf)
    case 'answer':
      return []
  }
}

/** A port by its number or name; an ExternalName Service takes any number. */
function hasPort(service: Service, port: number | string): boolean {
  if (port === 0 || port === '') return false
  const { ports = [], type } = service.spec ?? {}
  return (
    ports.some((item) => item.port === port || item.name === port) ||
    (type === 'ExternalName' && typeof port === 'number')
  )
}
