import { DomainError } from '@/lib/domain/errors'
import type { KindId } from '@/lib/domain/kube'

export interface KindSpec {
  id: KindId
  /** Tried in order; the first one that the cluster serves is used. */
  apiVersions: readonly [string, ...string[]]
  kind: string
  plural: string
  namespaced: boolean
}

const ISTIO = [
  'networking.istio.io/v1',
  'networking.istio.io/v1beta1',
  'networking.istio.io/v1alpha3',
] as const

export const KINDS: readonly KindSpec[] = [
  { id: 'namespaces', apiVersions: ['v1'], kind: 'Namespace', plural: 'namespaces', namespaced: false },
  { id: 'services', apiVersions: ['v1'], kind: 'Service', plural: 'services', namespaced: true },
  { id: 'pods', apiVersions: ['v1'], kind: 'Pod', plural: 'pods', namespaced: true },
  {
    id: 'endpointslices',
    apiVersions: ['discovery.k8s.io/v1'],
    kind: 'EndpointSlice',
    plural: 'endpointslices',
    namespaced: true,
  },
  {
    id: 'deployments',
    apiVersions: ['apps/v1'],
    kind: 'Deployment',
    plural: 'deployments',
    namespaced: true,
  },
  {
    id: 'replicasets',
    apiVersions: ['apps/v1'],
    kind: 'ReplicaSet',
    plural: 'replicasets',
    namespaced: true,
  },
  {
    id: 'virtualservices',
    apiVersions: ISTIO,
    kind: 'VirtualService',
    plural: 'virtualservices',
    namespaced: true,
  },
  {
    id: 'destinationrules',
    apiVersions: ISTIO,
    kind: 'DestinationRule',
    plural: 'destinationrules',
    namespaced: true,
  },
  { id: 'istiogateways', apiVersions: ISTIO, kind: 'Gateway', plural: 'gateways', namespaced: true },
  {
    id: 'serviceentries',
    apiVersions: ISTIO,
    kind: 'ServiceEntry',
    plural: 'serviceentries',
    namespaced: true,
  },
]

/** A kind as one cluster serves it. */
export interface ServedKind {
  id: KindId
  apiVersion: string
  kind: string
  plural: string
  namespaced: boolean
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
