import { kindIdOf } from '@/lib/domain/kind-id'
import type { ClusterView, KindId, KubeObject } from '@/lib/domain/kube'
import { composePatch } from '@/lib/domain/traffic/compose-patch'
import { applyPatch } from '@/lib/domain/traffic/json-patch'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'

type Body = Omit<KubeObject, 'metadata'> & { metadata: Partial<KubeObject['metadata']> & { name: string } }

/** A cluster in memory, for tests: a view, and an API server's part in applying planned writes. */
export class MemoryCluster {
  private readonly objects = new Map<string, KubeObject>()
  private readonly lists = new Map<string, readonly KubeObject[]>()
  private version = 0

  readonly view: ClusterView = {
    cluster: 'test',
    has: () => true,
    list: (kind, namespace) => this.listOf(kind, namespace),
    get: (kind, namespace, name) => this.objects.get(`${kind}/${namespace}/${name}`),
  }

  constructor(bodies: readonly Body[]) {
    for (const body of bodies) this.put(body)
  }

  put(body: Body): KubeObject {
    const kind = kindIdOf(body)
    if (kind === undefined) throw new Error(`no such kind: ${body.kind}`)
    const { name, namespace = '' } = body.metadata
    const object: KubeObject = {
      ...body,
      metadata: {
        ...body.metadata,
        uid: body.metadata.uid ?? `uid-${kind}-${namespace}-${name}`,
        resourceVersion: String(++this.version),
      },
    }
    this.objects.set(`${kind}/${namespace}/${name}`, object)
    this.forgetLists(kind)
    return object
  }

  remove(kind: KindId, namespace: string, name: string): void {
    this.objects.delete(`${kind}/${namespace}/${name}`)
    this.forgetLists(kind)
  }

  /** As a real view does: the same list until something of its kind changes. */
  private listOf(kind: KindId, namespace: string | undefined): readonly KubeObject[] {
    const key = `${kind}/${namespace ?? '*'}`
    let list = this.lists.get(key)
    if (list === undefined) {
      const start = namespace === undefined ? `${kind}/` : `${kind}/${namespace}/`
      list = [...this.objects].flatMap(([place, object]) => (place.startsWith(start) ? [object] : []))
      this.lists.set(key, list)
    }
    return list
  }

  private forgetLists(kind: KindId): void {
    for (const key of this.lists.keys()) if (key.startsWith(`${kind}/`)) this.lists.delete(key)
  }

  /** Applies planned writes as they would be sent, marks included. */
  send(writes: readonly PlannedWrite[], operation = 'op-1'): void {
    for (const { verb, object, body, live, patch } of writes) {
      const kind = kindIdOf(object)
      if (verb === 'delete' && kind !== undefined) this.remove(kind, object.namespace, object.name)
      else if (body !== undefined) this.put(body)
      else if (live !== undefined && patch !== undefined) {
        this.put(applyPatch(live, composePatch(live, patch, { operation })))
      }
    }
  }
}

/** A Deployment with ready pods, and the ReplicaSet between them. */
export function deployment(
  namespace: string,
  name: string,
  labels: Record<string, string>,
  pods: number,
  extra: { podLabels?: Record<string, string>; sidecar?: boolean } = {},
): Body[] {
  const containers = [
    { name: 'app', image: `shop/${name}:1` },
    ...(extra.sidecar === false ? [] : [{ name: 'istio-proxy', image: 'istio/proxyv2:1.31.1' }]),
  ]
  const creationTimestamp = '2026-01-01T00:00:00Z'
  const template = { metadata: { labels }, spec: { containers } }
  const owner = (kind: string, ownerName: string) => [
    { apiVersion: 'apps/v1', kind, name: ownerName, uid: ownerName, controller: true },
  ]
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { namespace, name, creationTimestamp },
      spec: { replicas: pods, template },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { namespace, name: `${name}-5d`, ownerReferences: owner('Deployment', name) },
      spec: { replicas: pods, template },
    },
    ...Array.from({ length: pods }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        namespace,
        name: `${name}-5d-${index}`,
        creationTimestamp,
        labels: { ...labels, ...extra.podLabels },
        ownerReferences: owner('ReplicaSet', `${name}-5d`),
      },
      spec: { containers },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    })),
  ]
}

export function service(namespace: string, name: string, selector?: Record<string, string>): Body {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name },
    spec: { ports: [{ port: 80 }], ...(selector === undefined ? {} : { selector }) },
  }
}

export function virtualService(namespace: string, name: string, spec: unknown): Body {
  return { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { namespace, name }, spec }
}

/** A DestinationRule with a subset for each version label's value. */
export function destinationRule(namespace: string, name: string, versions: readonly string[]): Body {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { namespace, name },
    spec: { host: name, subsets: versions.map((version) => ({ name: version, labels: { version } })) },
  }
}
