import type { ClusterObjects, Deployment, Pod } from './cluster-objects'

/** One call that a workload makes while it answers a request. */
export interface Call {
  host: string
  path: string
  /** How often for each request; 0.5 is every second one. */
  times: number
  /** A failure of it does not fail the caller. */
  optional: boolean
}

/** The ready pods of one Deployment, as one place that answers requests. */
export interface Workload {
  key: string
  name: string
  namespace: string
  app: string
  version: string
  canonicalService: string
  canonicalRevision: string
  /** Has an Istio proxy, so it reports and obeys routes. */
  injected: boolean
  /** Istio's ambient mode carries its traffic: a ztunnel below, a waypoint where its namespace names one. */
  ambient?: boolean
  /** Name of the cluster it runs in, where that is another one. */
  cluster?: string
  labels: Readonly<Record<string, string>>
  calls: readonly Call[]
  /** How often it makes its calls by itself, a second, before rhythm and noise. */
  rps: number
  /** Median of its own time in milliseconds. */
  latencyMs: number
  /** Share of requests that it fails by itself, 0–1. */
  errorRate: number
  /** How the two change over time, see `../scripts/timeline.ts`; empty for none. */
  script: string
}

export const annotationPrefix = 'sandbox.aviary.dev/'

export interface Pods {
  /** Ready pods by namespace, each with its workload. */
  ready: ReadonlyMap<string, readonly { pod: Pod; workload: Workload }[]>
  /** The workload of every pod, ready or not, by `namespace/name`. */
  byName: ReadonlyMap<string, Workload>
}

/** Finds the workload of each pod; pods of one Deployment and version share one. */
export function compilePods(objects: ClusterObjects): Pods {
  const deployments = new Map(
    objects.deployments.map((item) => [`${item.metadata.namespace ?? ''}/${item.metadata.name}`, item]),
  )
  const workloads = new Map<string, Workload>()
  const byName = new Map<string, Workload>()
  const ready = new Map<string, { pod: Pod; workload: Workload }[]>()
  for (const pod of objects.pods) {
    const namespace = pod.metadata.namespace ?? ''
    const made = workloadOf(pod, deployments)
    const workload = workloads.get(made.key) ?? made
    workloads.set(made.key, workload)
    byName.set(`${namespace}/${pod.metadata.name}`, workload)
    if (!isReady(pod)) continue
    const list = ready.get(namespace) ?? []
    list.push({ pod, workload })
    ready.set(namespace, list)
  }
  return { ready, byName }
}

/** What answers at an address that no pod is known for. */
export const addressOnly: Workload = {
  key: '',
  name: 'unknown',
  namespace: 'unknown',
  app: 'unknown',
  version: 'unknown',
  canonicalService: 'unknown',
  canonicalRevision: 'latest',
  injected: false,
  labels: {},
  calls: [],
  rps: 0,
  latencyMs: 40,
  errorRate: 0.001,
  script: '',
}

/** A client inside the mesh that no Deployment stands for: it sends what an `rps` annotation asks for. */
export function loadGenerator(namespace: string): Workload {
  return {
    key: `${namespace}/load-generator`,
    name: 'load-generator',
    namespace,
    app: 'load-generator',
    version: 'v1',
    canonicalService: 'load-generator',
    canonicalRevision: 'v1',
    injected: true,
    labels: { app: 'load-generator' },
    calls: [],
    rps: 0,
    latencyMs: 0,
    errorRate: 0,
    script: '',
  }
}

/** A client in another cluster of the mesh, `cluster/name`, which calls a Service of this one. */
export function remoteCaller(text: string, namespace: string): Workload | undefined {
  const [cluster, name] = text.split('/')
  if (cluster === undefined || name === undefined || name === '') return undefined
  const generator = loadGenerator(namespace)
  return {
    ...generator,
    key: `${cluster}/${namespace}/${name}`,
    name,
    app: name,
    canonicalService: name,
    cluster,
  }
}

/** Parses `catalog/items:0.9,ads?:0.8`; a part without a number is called once. */
export function parseCalls(text: string): Call[] {
  const calls: Call[] = []
  for (const part of text.split(',')) {
    const found = /^\s*([^/:?\s]+)(\/[^:?\s]*)?(\?)?(?::([\d.]+))?\s*$/.exec(part)
    if (!found?.[1]) continue
    const times = Number(found[4] ?? '1')
    calls.push({
      host: found[1],
      path: found[2] ?? '/',
      times: Number.isFinite(times) ? times : 1,
      optional: found[3] === '?',
    })
  }
  return calls
}

function isReady(pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false
  return (pod.status?.conditions ?? []).some((item) => item.type === 'Ready' && item.status === 'True')
}

/** A Deployment's own annotations win over its template's, so that `kubectl annotate` works without a rollout. */
function workloadOf(pod: Pod, deployments: ReadonlyMap<string, Deployment>): Workload {
  const namespace = pod.metadata.namespace ?? ''
  const labels = pod.metadata.labels ?? {}
  const name = workloadName(pod)
  const deployment = deployments.get(`${namespace}/${name}`)
  const annotations = {
    ...pod.metadata.annotations,
    ...deployment?.spec?.template?.metadata?.annotations,
    ...deployment?.metadata.annotations,
  }
  const app = labels['app.kubernetes.io/name'] ?? labels.app ?? name
  const version = labels['app.kubernetes.io/version'] ?? labels.version ?? 'latest'
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])]
  return {
    key: `${namespace}/${name}/${version}`,
    name,
    namespace,
    app: labels.app ?? 'unknown',
    version: labels.version ?? 'unknown',
    canonicalService: labels['service.istio.io/canonical-name'] ?? app,
    canonicalRevision: labels['service.istio.io/canonical-revision'] ?? version,
    injected: containers.some((container) => container.name === 'istio-proxy'),
    ...(pod.metadata.annotations?.['ambient.istio.io/redirection'] === 'enabled' ? { ambient: true } : {}),
    labels,
    calls: parseCalls(annotations[`${annotationPrefix}calls`] ?? ''),
    rps: numberOr(annotations[`${annotationPrefix}rps`], 0),
    latencyMs: numberOr(annotations[`${annotationPrefix}latency-ms`], 40),
    errorRate: numberOr(annotations[`${annotationPrefix}error-rate`], 0.001),
    script: annotations[`${annotationPrefix}script`] ?? '',
  }
}

/** Istio derives the Deployment from the ReplicaSet's name in the same way. */
function workloadName(pod: Pod): string {
  const owner = pod.metadata.ownerReferences?.[0]
  if (!owner) return pod.metadata.name
  if (owner.kind !== 'ReplicaSet') return owner.name
  const hash = pod.metadata.labels?.['pod-template-hash']
  if (hash !== undefined && owner.name.endsWith(`-${hash}`)) return owner.name.slice(0, -hash.length - 1)
  return owner.name.replace(/-[a-z0-9]+$/, '')
}

export function numberOr(text: string | undefined, fallback: number): number {
  const value = Number(text ?? Number.NaN)
  return Number.isFinite(value) && value >= 0 ? value : fallback
}
