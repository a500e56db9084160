/** Kubernetes objects as the domain sees them: identity plus untyped spec, parsed where it is read. */

export interface ObjectRef {
  apiVersion: string
  kind: string
  namespace: string
  name: string
}

/** Who wrote an object last, from managedFields (status managers left out). `time` is RFC 3339. */
export interface Writer {
  manager: string
  time: string
}

export interface ObjectMeta {
  name: string
  namespace?: string
  uid: string
  resourceVersion: string
  generation?: number
  creationTimestamp?: string
  deletionTimestamp?: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[]
}

export interface KubeObject {
  apiVersion: string
  kind: string
  metadata: ObjectMeta
  spec?: unknown
  status?: unknown
  /** EndpointSlice keeps its payload at the top level. */
  endpoints?: unknown
  ports?: unknown
  addressType?: unknown
  data?: unknown
  /** Filled from managedFields before those are dropped from the cache. */
  lastWriter?: Writer
}

/** The kinds Aviary watches, by their short name in code. */
export type KindId =
  | 'namespaces'
  | 'services'
  | 'pods'
  | 'configmaps'
  | 'endpointslices'
  | 'deployments'
  | 'replicasets'
  | 'virtualservices'
  | 'destinationrules'
  | 'istiogateways'
  | 'serviceentries'
  | 'sidecars'
  | 'gatewayclasses'
  | 'k8sgateways'
  | 'httproutes'
  | 'grpcroutes'
  | 'tlsroutes'
  | 'tcproutes'
  | 'referencegrants'
  | 'ingressroutes'
  | 'traefikservices'
  | 'horizontalpodautoscalers'
  | 'poddisruptionbudgets'
  | 'resourcequotas'
  | 'rollouts'
  | 'canaries'

/** A read-only picture of one cluster. Kinds that the cluster lacks list nothing and `has` is false. */
export interface ClusterView {
  readonly cluster: string
  has(kind: KindId): boolean
  list(kind: KindId, namespace?: string): readonly KubeObject[]
  get(kind: KindId, namespace: string, name: string): KubeObject | undefined
}

export type JsonPatchOp =
  { op: 'add' | 'replace' | 'test'; path: string; value: unknown } | { op: 'remove'; path: string }
export type JsonPatch = JsonPatchOp[]

/** The identity of an object as a key for maps: `kind/namespace/name`. */
export function objectKey(ref: { kind: string; namespace?: string; name: string }): string {
  return `${ref.kind}/${ref.namespace ?? ''}/${ref.name}`
}

export function refOf(object: KubeObject): ObjectRef {
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
  }
}
