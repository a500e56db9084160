import type { KubeObject } from '@/lib/domain/kube'
import {
  arrayOf,
  isObject,
  numberOf,
  objectOf,
  stringMapOf,
  stringOf,
  stringsOf,
  type JsonObject,
} from '@/lib/domain/traffic/untyped'
import { readDestination, type DestinationSpec } from './destination-spec'
import { canonicalHost } from './hosts'
import { readMirrors, type MirrorSpec } from './mirrors'

/**
 * Istio's networking objects, v1, v1beta1 and v1alpha3 alike, as far as Aviary reads them. Unknown fields are passed
 * over and a wrong shape reads as absent; places in lists stay as written, so that patches hit what was read.
 */

export interface RouteDestination {
  destination: DestinationSpec
  /** As written; absent where the field is. */
  weight?: number
}

/** The lists of rules of a VirtualService. */
export type Section = 'http' | 'tls' | 'tcp'

const SECTIONS: readonly Section[] = ['http', 'tls', 'tcp']

/** One rule of a VirtualService as it is written. */
export interface WrittenRule {
  section: Section
  /** Place in its list. */
  index: number
  name?: string
  match: readonly unknown[]
  route: RouteDestination[]
  mirrors: MirrorSpec[]
  delegate?: { namespace: string; name: string }
  /** Answered by the proxy itself: a redirect or a direct response. */
  redirect: boolean
  raw: JsonObject
}

export interface VirtualService {
  object: KubeObject
  namespace: string
  hosts: string[]
  /** `namespace/name`, or `mesh`; what delegates to a VirtualService without hosts says it for it. */
  gateways: string[]
  /** Namespaces that see it, `.` for its own and `*` for all; empty where it leaves that to the mesh. */
  exportTo: string[]
  /** Its http rules, then tls, then tcp. */
  rules: WrittenRule[]
}

export interface Subset {
  name: string
  labels: ReadonlyMap<string, string>
  trafficPolicy: unknown
}

export interface DestinationRule {
  object: KubeObject
  namespace: string
  /** In its full form where it is a Service of the cluster. */
  host: string
  subsets: Subset[]
  trafficPolicy: unknown
}

const virtualServices = new WeakMap<KubeObject, VirtualService>()
const destinationRules = new WeakMap<KubeObject, DestinationRule>()

/** Reads a VirtualService, once per object: those of a view are replaced when they change, never edited. */
export function readVirtualService(object: KubeObject): VirtualService {
  const known = virtualServices.get(object)
  if (known !== undefined) return known
  const spec = objectOf(object.spec)
  const namespace = object.metadata.namespace ?? ''
  const gateways = stringsOf(spec.gateways)
  const read: VirtualService = {
    object,
    namespace,
    hosts: stringsOf(spec.hosts),
    gateways: gateways.length === 0 ? ['mesh'] : gateways.map((gateway) => qualified(gateway, namespace)),
    exportTo: stringsOf(spec.exportTo),
    rules: SECTIONS.flatMap((section) =>
      arrayOf(spec[section]).map((rule, index) => readRule(section, objectOf(rule), index, namespace)),
    ),
  }
  virtualServices.set(object, read)
  return read
}

function qualified(gateway: string, namespace: string): string {
  return gateway === 'mesh' || gateway.includes('/') ? gateway : `${namespace}/${gateway}`
}

function readRule(section: Section, raw: JsonObject, index: number, namespace: string): WrittenRule {
  const routed = {
    section,
    index,
    match: arrayOf(raw.match),
    route: arrayOf(raw.route).map(readRouteDestination),
    raw,
  }
  if (section !== 'http') return { ...routed, mirrors: [], redirect: false }
  const name = stringOf(raw.name)
  const delegate = objectOf(raw.delegate)
  const delegateName = stringOf(delegate.name)
  return {
    ...routed,
    ...(name === undefined || name === '' ? {} : { name }),
    mirrors: readMirrors(raw),
    ...(delegateName === undefined
      ? {}
      : { delegate: { name: delegateName, namespace: stringOf(delegate.namespace) ?? namespace } }),
    redirect: isObject(raw.redirect) || isObject(raw.directResponse),
  }
}

function readRouteDestination(entry: unknown): RouteDestination {
  const { destination, weight } = objectOf(entry)
  const number = numberOf(weight)
  return { destination: readDestination(destination), ...(number === undefined ? {} : { weight: number }) }
}

/** Weights as Istio applies them: an only destination gets everything, an absent weight is 0, and so is a negative one. */
export function effectiveWeights(route: readonly RouteDestination[]): number[] {
  const [only] = route
  if (only !== undefined && route.length === 1)
    return [only.weight !== undefined && only.weight > 0 ? only.weight : 100]
  return route.map(({ weight }) => Math.max(0, weight ?? 0))
}

/** Reads a DestinationRule, once per object. Subsets without a name keep their place. */
export function readDestinationRule(object: KubeObject): DestinationRule {
  const known = destinationRules.get(object)
  if (known !== undefined) return known
  const spec = objectOf(object.spec)
  const namespace = object.metadata.namespace ?? ''
  const read: DestinationRule = {
    object,
    namespace,
    host: canonicalHost(stringOf(spec.host) ?? '', namespace),
    subsets: arrayOf(spec.subsets).map((entry) => {
      const subset = objectOf(entry)
      return {
        name: stringOf(subset.name) ?? '',
        labels: stringMapOf(subset.labels),
        trafficPolicy: subset.trafficPolicy,
      }
    }),
    trafficPolicy: spec.trafficPolicy,
  }
  destinationRules.set(object, read)
  return read
}
