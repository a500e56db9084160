import { parseAllDocuments } from 'yaml'
import { routesOfService } from '@/lib/domain/traffic/routes-of-service'
import { toKubeObject } from '@/lib/kube/object'
import { stripForCache } from '@/lib/kube/strip'
import { MemoryCluster } from '@/lib/traffic/memory-cluster.fixture'
import { routers } from '@/lib/traffic/routers'
import { versionsOfService } from '@/lib/traffic/versions-of-service'
import { kindIdOf } from '../kind-id'
import type { KubeObject } from '../kube'
import {
  arrayOf,
  isObject,
  numberOf,
  objectOf,
  stringMapOf,
  stringOf,
  type JsonObject,
} from '../traffic/untyped'
import type { CpuUse, FindingInput } from './finding'

/**
 * The cluster that a file of manifests describes, as its controllers would have made it: pods of Deployments, ready
 * unless `status.readyReplicas` says otherwise, with the mesh's proxy where the injector puts it. The first Service is
 * the one that is looked at.
 */
export function inputOfManifests(text: string): FindingInput {
  const documents = parseAllDocuments(text).map((document) => {
    const [error] = document.errors
    if (error !== undefined) throw error
    return objectOf(document.toJS())
  })
  const served = documents.filter(({ kind }) => kind !== 'PodMetrics')
  const injected = new Set(served.filter(isInjecting).map((home) => metadataOf(home).name))
  const cluster = new MemoryCluster(
    [...served, ...served.flatMap((each) => (each.kind === 'Deployment' ? madeBy(each, injected) : []))].map(
      cached,
    ),
  )
  const first = served.find(({ kind }) => kind === 'Service')
  if (first === undefined) throw new Error('the manifests have no Service')
  const { view } = cluster
  const service = { cluster: view.cluster, ...metadataOf(first) }
  return {
    view,
    service,
    routes: routesOfService(routers, view, service),
    versions: versionsOfService(view, service),
    usage: usageOf(documents),
  }
}

function metadataOf(object: JsonObject): { namespace: string; name: string } {
  const { namespace, name } = objectOf(object.metadata)
  return { namespace: stringOf(namespace) ?? '', name: stringOf(name) ?? '' }
}

function cached(object: JsonObject): KubeObject {
  const metadata = {
    creationTimestamp: '2026-01-01T00:00:00Z',
    resourceVersion: '1',
    ...objectOf(object.metadata),
  }
  const whole = toKubeObject({ ...object, metadata }, { apiVersion: '', kind: '' })
  const kind = kindIdOf(whole)
  if (kind === undefined) throw new Error(`no such kind: ${whole.kind}`)
  return stripForCache(kind, whole)
}

function isInjecting({ kind, metadata }: JsonObject): boolean {
  const labels = stringMapOf(objectOf(metadata).labels)
  return kind === 'Namespace' && labels.get('istio-injection') === 'enabled'
}

function madeBy(deployment: JsonObject, injected: ReadonlySet<string>): JsonObject[] {
  const { namespace, name } = metadataOf(deployment)
  const { replicas, template } = objectOf(deployment.spec)
  const { metadata, spec } = objectOf(template)
  const { labels } = objectOf(metadata)
  const wanted = numberOf(replicas) ?? 1
  const ready = numberOf(objectOf(deployment.status).readyReplicas) ?? wanted
  const refused = stringMapOf(labels).get('sidecar.istio.io/inject') === 'false'
  const proxy = injected.has(namespace) && !refused ? [{ name: 'istio-proxy', image: 'istio/proxyv2' }] : []
  const owner = (kind: string, of: string) => [
    { apiVersion: 'apps/v1', kind, name: of, uid: of, controller: true },
  ]
  const set = `${name}-5d`
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { namespace, name: set, ownerReferences: owner('Deployment', name) },
      spec: { replicas: wanted, template },
    },
    ...Array.from({ length: wanted }, (_, index) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace, name: `${set}-${index}`, labels, ownerReferences: owner('ReplicaSet', set) },
      spec: { containers: [...arrayOf(objectOf(spec).containers), ...proxy] },
      status: {
        phase: index < ready ? 'Running' : 'Pending',
        conditions: [{ type: 'Ready', status: index < ready ? 'True' : 'False' }],
      },
    })),
  ]
}

/** What a metrics server says of a version's pods, against the limits of its Deployment. */
function usageOf(documents: readonly JsonObject[]): Map<string, CpuUse> {
  const usage = new Map<string, CpuUse>()
  for (const { kind, metadata, containers } of documents) {
    const version = stringMapOf(objectOf(metadata).labels).get('version')
    if (kind !== 'PodMetrics' || version === undefined) continue
    const used = coresOf(objectOf(objectOf(arrayOf(containers)[0]).usage).cpu)
    usage.set(version, { used, limit: limitOf(documents, version) })
  }
  return usage
}

function limitOf(documents: readonly JsonObject[], version: string): number {
  for (const { kind, spec } of documents) {
    const template = objectOf(objectOf(spec).template)
    const labels = stringMapOf(objectOf(template.metadata).labels)
    if (kind !== 'Deployment' || labels.get('version') !== version) continue
    const { resources } = objectOf(arrayOf(objectOf(template.spec).containers)[0])
    return coresOf(objectOf(objectOf(resources).limits).cpu)
  }
  return 0
}

/** `250m` is a quarter of a core. */
function coresOf(quantity: unknown): number {
  const text = String(isObject(quantity) ? 0 : quantity)
  return text.endsWith('m') ? Number(text.slice(0, -1)) / 1000 : Number(text)
}
