import type { JsonObject } from './json'
import istio from './schemas/istio.json'

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

function customKind(crd: CrdKind): Kind {
  const served = crd.versions.filter((version) => version.served)
  return {
    group: crd.group,
    kind: crd.kind,
    plural: crd.plural,
    singular: crd.singular,
    shortNames: crd.shortNames ?? [],
    categories: ['istio-io', 'networking-istio-io'],
    namespaced: crd.namespaced,
    versions: served
      .map((version) => version.name)
      .sort((a, b) => versionRank(a).localeCompare(versionRank(b))),
    storage: crd.versions.find((version) => version.storage)?.name ?? 'v1',
    custom: true,
    schemas: new Map(served.map((version) => [version.name, version.schema])),
    hasStatus: served.some((version) => version.subresources !== undefined),
    hasScale: false,
    hasGeneration: true,
  }
}

export const namespaceKind = builtIn('', 'v1', 'Namespace', ['ns'], 'cluster', 'status')
export const serviceKind = builtIn('', 'v1', 'Service', ['svc'], 'status')
export const podKind = builtIn('', 'v1', 'Pod', ['po'], 'status', 'generation')
export const endpointSliceKind = builtIn('discovery.k8s.io', 'v1', 'EndpointSlice', [], 'generation')
export const deploymentKind = builtIn('apps', 'v1', 'Deployment', ['deploy'], 'status', 'scale', 'generation')
export const replicaSetKind = builtIn('apps', 'v1', 'ReplicaSet', ['rs'], 'status', 'generation')

const istioKinds: CrdKind[] = istio.kinds

export const kinds: readonly Kind[] = [
  namespaceKind,
  serviceKind,
  podKind,
  builtIn('', 'v1', 'ConfigMap', ['cm']),
  builtIn('', 'v1', 'ServiceAccount', ['sa']),
  builtIn('', 'v1', 'Event', ['ev']),
  endpointSliceKind,
  deploymentKind,
  replicaSetKind,
  builtIn('apps', 'v1', 'StatefulSet', ['sts'], 'status', 'generation'),
  builtIn('apps', 'v1', 'DaemonSet', ['ds'], 'status', 'generation'),
  builtIn('autoscaling', 'v2', 'HorizontalPodAutoscaler', ['hpa'], 'status'),
  ...istioKinds.map(customKind),
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

/** The kind named in a manifest, if the sandbox serves it in that version. */
export function kindOfManifest(apiVersion: string, name: string): Kind | undefined {
  return kinds.find(
    (kind) =>
      kind.kind === name && kind.versions.some((version) => groupVersion(kind.group, version) === apiVersion),
  )
}
