import { DomainError } from '@/lib/domain/errors'
import type { KindId } from '@/lib/domain/kube'

export interface KindSpec {
  id: KindId
  /** Tried in order; the first one that the cluster serves is used. */
  apiVersions: readonly [string, ...string[]]
  kind: string
  plural: string
  namespaced: boolean
  /** Only objects with these labels are listed and watched. */
  labelSelector?: string
}

const ISTIO = [
  'networking.istio.io/v1',
  'networking.istio.io/v1beta1',
  'networking.istio.io/v1alpha3',
] as const

const GATEWAY_API = ['gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1beta1'] as const
const YOUNG_GATEWAY_API = [
  'gateway.networking.k8s.io/v1',
  'gateway.networking.k8s.io/v1alpha3',
  'gateway.networking.k8s.io/v1alpha2',
] as const
const TRAEFIK = ['traefik.io/v1alpha1'] as const

export const KINDS: readonly KindSpec[] = [
  { ...kind('namespaces', 'Namespace', ['v1']), namespaced: false },
  kind('services', 'Service', ['v1']),
  kind('pods', 'Pod', ['v1']),
  { ...kind('configmaps', 'ConfigMap', ['v1']), labelSelector: 'aviary.dev/feature-flags=true' },
  kind('resourcequotas', 'ResourceQuota', ['v1']),
  kind('endpointslices', 'EndpointSlice', ['discovery.k8s.io/v1']),
  kind('deployments', 'Deployment', ['apps/v1']),
  kind('replicasets', 'ReplicaSet', ['apps/v1']),
  kind('horizontalpodautoscalers', 'HorizontalPodAutoscaler', ['autoscaling/v2']),
  kind('poddisruptionbudgets', 'PodDisruptionBudget', ['policy/v1']),
  kind('virtualservices', 'VirtualService', ISTIO),
  kind('destinationrules', 'DestinationRule', ISTIO),
  { ...kind('istiogateways', 'Gateway', ISTIO), plural: 'gateways' },
  kind('serviceentries', 'ServiceEntry', ISTIO),
  kind('sidecars', 'Sidecar', ISTIO),
  { ...kind('gatewayclasses', 'GatewayClass', GATEWAY_API), namespaced: false },
  { ...kind('k8sgateways', 'Gateway', GATEWAY_API), plural: 'gateways' },
  kind('httproutes', 'HTTPRoute', GATEWAY_API),
  kind('grpcroutes', 'GRPCRoute', YOUNG_GATEWAY_API),
  kind('tlsroutes', 'TLSRoute', YOUNG_GATEWAY_API),
  kind('tcproutes', 'TCPRoute', YOUNG_GATEWAY_API),
  kind('referencegrants', 'ReferenceGrant', GATEWAY_API),
  kind('ingressroutes', 'IngressRoute', TRAEFIK),
  kind('traefikservices', 'TraefikService', TRAEFIK),
  kind('rollouts', 'Rollout', ['argoproj.io/v1alpha1']),
  kind('canaries', 'Canary', ['flagger.app/v1beta1']),
]

function kind(id: KindId, name: string, apiVersions: KindSpec['apiVersions']): KindSpec {
  return { id, apiVersions, kind: name, plural: id, namespaced: true }
}

/** A kind as one cluster serves it. */
export interface ServedKind {
  id: KindId
  apiVersion: string
  kind: string
  plural: string
  namespaced: boolean
  labelSelector?: string
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
}

/** Finds the kind of an object reference by its API group and kind. Throws `unsupported` for kinds that Aviary does not handle. */
export function kindOf(ref: { apiVersion: string; kind: string }): KindSpec {
  const group = groupOf(ref.apiVersion)
  const found = KINDS.find((spec) => spec.kind === ref.kind && groupOf(spec.apiVersions[0]) === group)
  if (!found) throw new DomainError('unsupported', `Aviary does not handle ${ref.kind} of ${ref.apiVersion}.`)
  return found
}

/** `/api/v1` or `/apis/<group>/<version>`. */
export function apiRoot(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
}

/** One segment of a path. A name with a slash or made of dots alone would address something else. */
function segment(name: string): string {
  if (name === '' || name === '.' || name === '..' || /[/%]/.test(name)) {
    throw new DomainError('invalid', `"${name}" is not a name that Kubernetes allows.`)
  }
  return encodeURIComponent(name)
}

/** Path of a collection, in one namespace or (without one) in all. */
export function collectionPath(
  type: { apiVersion: string; plural: string; namespaced: boolean },
  namespace?: string,
): string {
  const scope = type.namespaced && namespace !== undefined ? `/namespaces/${segment(namespace)}` : ''
  return `${apiRoot(type.apiVersion)}${scope}/${type.plural}`
}

/** Path of one object. Throws `invalid` for impossible names. */
export function objectPath(
  type: { apiVersion: string; plural: string; namespaced: boolean },
  namespace: string,
  name: string,
): string {
  return `${collectionPath(type, type.namespaced ? namespace : undefined)}/${segment(name)}`
}
