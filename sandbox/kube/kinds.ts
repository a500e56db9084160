import type { JsonObject } from './json'
import gatewayApi from './schemas/gateway-api.json'
import istio from './schemas/istio.json'
import traefik from './schemas/traefik.json'

/** One resource type that the sandbox serves. */
export interface Kind {
  readonly group: string
  readonly kind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  /** Served versions, preferred first. */
  readonly versions: readonly string[]
  readonly storage: string
  /** Custom resources are checked and pruned by `schemas`, one per version. */
  readonly custom: boolean
  readonly schemas: ReadonlyMap<string, JsonObject>
  readonly hasStatus: boolean
  readonly hasScale: boolean
  /** Whether metadata.generation counts changes of the spec. */
  readonly hasGeneration: boolean
}

interface CrdKind {
  group: string
  kind: string
  plural: string
  singular: string
  shortNames?: string[]
  namespaced: boolean
  versions: {
    name: string
    served: boolean
    storage: boolean
    schema: JsonObject
    subresources?: JsonObject
  }[]
}

type Option = 'cluster' | 'status' | 'scale' | 'generation'

function builtIn(
  group: string,
  version: string,
  kind: string,
  shortNames: string[],
  ...options: Option[]
): Kind {
  const singular = kind.toLowerCase()
  return {
    group,
    kind,
    plural: singular.endsWith('s') ? singular : `${singular}s`,
    singular,
    shortNames,
    categories:
      ['apps', 'autoscaling'].includes(group) || kind === 'Pod' || kind === 'Service' ? ['all'] : [],
    namespaced: !options.includes('cluster'),
    versions: [version],
    storage: version,
    custom: false,
    schemas: new Map(),
    hasStatus: options.includes('status'),
    hasScale: options.includes('scale'),
    hasGeneration: options.includes('generation'),
  }
}

const versionRank = (version: string): string =>
  version.includes('alpha') ? '2' : version.includes('beta') ? '1' : '0'

function customKind(crd: CrdKind, categories: readonly string[]): Kind {
  const served = crd.versions.filter((version) => version.served)
  return {
    group: crd.group,
    kind: crd.kind,
    plural: crd.plural,
    singular: crd.singular,
    shortNames: crd.shortNames ?? [],
    categories,
    namespaced: crd.namespaced,
    versions: served
      .map((version) => version.name)
      .sort((a, b) => versionRank(a).localeCompare(versionRank(b))),
    storage: crd.versions.find((version) => version.storage)?.name ?? 'v1',
    custom: true,
    schemas: new Map(served.map((version) => [version.name, version.schema])),
    hasStatus: served.some((version) => version.subresources?.['status'] !== undefined),
    hasScale: false,
    hasGeneration: true,
  }
}

/** A custom kind of another release tool: any field is taken as it is, the status with the rest. */
function schemalessKind(group: string, version: string, kind: string, plural: string, short: string[]): Kind {
  const schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
  const versions = [{ name: version, served: true, storage: true, schema }]
  const singular = kind.toLowerCase()
  return customKind({ group, kind, plural, singular, shortNames: short, namespaced: true, versions }, [])
}

export const namespaceKind = builtIn('', 'v1', 'Namespace', ['ns'], 'cluster', 'status')
export const serviceKind = builtIn('', 'v1', 'Service', ['svc'], 'status')
export const podKind = builtIn('', 'v1', 'Pod', ['po'], 'status', 'generation')
export const endpointSliceKind = builtIn('discovery.k8s.io', 'v1', 'EndpointSlice', [], 'generation')
export const deploymentKind = builtIn('apps', 'v1', 'Deployment', ['deploy'], 'status', 'scale', 'generation')
export const replicaSetKind = builtIn('apps', 'v1', 'ReplicaSet', ['rs'], 'status', 'generation')

export const resourceQuotaKind = builtIn('', 'v1', 'ResourceQuota', ['quota'], 'status')
export const disruptionBudgetKind = builtIn(
  'policy',
  'v1',
  'PodDisruptionBudget',
  ['pdb'],
  'status',
  'generation',
)
// Nothing scales by it: the sandbox has no metrics API, so an HPA's status is what its manifest says.
export const autoscalerKind = builtIn('autoscaling', 'v2', 'HorizontalPodAutoscaler', ['hpa'], 'status')

const rbac = 'rbac.authorization.k8s.io'
export const roleKind = builtIn(rbac, 'v1', 'Role', [])
export const roleBindingKind = builtIn(rbac, 'v1', 'RoleBinding', [])
export const clusterRoleKind = builtIn(rbac, 'v1', 'ClusterRole', [], 'cluster')
export const clusterRoleBindingKind = builtIn(rbac, 'v1', 'ClusterRoleBinding', [], 'cluster')

const gatewayApiGroup = 'gateway.networking.k8s.io'
const istioKinds: CrdKind[] = istio.kinds
const gatewayApiKinds: CrdKind[] = gatewayApi.kinds
const traefikKinds: CrdKind[] = traefik.kinds

export const kinds: readonly Kind[] = [
  namespaceKind,
  serviceKind,
  podKind,
  builtIn('', 'v1', 'ConfigMap', ['cm']),
  builtIn('', 'v1', 'ServiceAccount', ['sa']),
  builtIn('', 'v1', 'Event', ['ev']),
  resourceQuotaKind,
  endpointSliceKind,
  deploymentKind,
  replicaSetKind,
  builtIn('apps', 'v1', 'StatefulSet', ['sts'], 'status', 'generation'),
  builtIn('apps', 'v1', 'DaemonSet', ['ds'], 'status', 'generation'),
  autoscalerKind,
  disruptionBudgetKind,
  roleKind,
  roleBindingKind,
  clusterRoleKind,
  clusterRoleBindingKind,
  ...istioKinds.map((crd) => customKind(crd, ['istio-io', 'networking-istio-io'])),
  ...gatewayApiKinds.map((crd) => customKind(crd, ['gateway-api'])),
  ...traefikKinds.map((crd) => customKind(crd, [])),
  schemalessKind('argoproj.io', 'v1alpha1', 'Rollout', 'rollouts', ['ro']),
  schemalessKind('flagger.app', 'v1beta1', 'Canary', 'canaries', []),
]

export function groupVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`
}

/** The kind that serves `/apis/<group>/<version>/<plural>`, if any. */
export function kindOf(group: string, version: string, plural: string): Kind | undefined {
  return kinds.find(
    (kind) => kind.group === group && kind.plural === plural && kind.versions.includes(version),
  )
}

/** A kind of the Gateway API. Throws when the shipped schemas lack it. */
export function gatewayApiKind(name: string): Kind {
  const found = kinds.find((kind) => kind.group === gatewayApiGroup && kind.kind === name)
  if (found === undefined) throw new Error(`no schema of the Gateway API's ${name}`)
  return found
}

/** The kind named in a manifest, if the sandbox serves it in that version. */
export function kindOfManifest(apiVersion: string, name: string): Kind | undefined {
  return kinds.find(
    (kind) =>
      kind.kind === name && kind.versions.some((version) => groupVersion(kind.group, version) === apiVersion),
  )
}
