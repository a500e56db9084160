import type { KubeObject } from '@/lib/domain/kube'
import {
  arrayOf,
  isObject,
  numberOf,
  objectOf,
  stringOf,
  stringsOf,
  type JsonObject,
} from '@/lib/domain/traffic/untyped'

/** One reference to a Service or TraefikService: Traefik's LoadBalancerSpec, traefik.io/v1alpha1. */
export interface Entry {
  raw: JsonObject
  /** `other` for a kind that Traefik refuses. */
  kind: 'Service' | 'TraefikService' | 'other'
  name: string
  /** The holder's own where the entry names none. */
  namespace: string
  /** As written: `80` and `http` are two different series of telemetry. */
  port?: number | string
  /** 1 where it is absent, as Traefik has it. */
  weight: number
}

/** One of `spec.routes` of an IngressRoute. */
export interface IngressRule {
  index: number
  raw: JsonObject
  match: string
  /** Absent and 0 stand for the length of the rule. */
  priority?: number
  services: Entry[]
}

export interface IngressRoute {
  object: KubeObject
  namespace: string
  name: string
  /** Empty: all. */
  entryPoints: string[]
  rules: IngressRule[]
}

/** A TraefikService as far as Aviary reads it; `path` leads to the list of its entries. */
type TraefikNode =
  | { kind: 'weighted' | 'hrw'; path: string[]; entries: Entry[]; sticky?: string }
  | { kind: 'mirroring'; main: Entry; mirrors: { entry: Entry; percent: number }[] }

const memory = new WeakMap<KubeObject, IngressRoute>()

/** An IngressRoute; wrong shapes read as absent. */
export function readIngressRoute(object: KubeObject): IngressRoute {
  let read = memory.get(object)
  if (read === undefined) {
    const { routes, entryPoints } = objectOf(object.spec)
    const { namespace = '', name } = object.metadata
    const rules = arrayOf(routes).map((rule, index) => readRule(objectOf(rule), index, namespace))
    read = { object, namespace, name, entryPoints: stringsOf(entryPoints), rules }
    memory.set(object, read)
  }
  return read
}

function readRule(raw: JsonObject, index: number, namespace: string): IngressRule {
  const priority = numberOf(raw.priority) ?? 0
  return {
    index,
    raw,
    match: stringOf(raw.match) ?? '',
    ...(priority === 0 ? {} : { priority }),
    services: readEntries(raw.services, namespace),
  }
}

/** What a TraefikService does; undefined where it is of no kind that Traefik knows. */
export function readTraefikService(object: KubeObject): TraefikNode | undefined {
  const { weighted, mirroring, highestRandomWeight } = objectOf(object.spec)
  const { namespace = '' } = object.metadata
  if (isObject(weighted)) {
    const sticky = cookieOf(weighted)
    return {
      kind: 'weighted',
      path: ['spec', 'weighted', 'services'],
      entries: readEntries(weighted.services, namespace),
      ...(sticky === undefined ? {} : { sticky }),
    }
  }
  if (isObject(mirroring)) {
    const mirrors = arrayOf(mirroring.mirrors).map((mirror) => ({
      entry: readEntry(mirror, namespace),
      percent: Math.min(100, Math.max(0, numberOf(objectOf(mirror).percent) ?? 0)),
    }))
    return { kind: 'mirroring', main: readEntry(mirroring, namespace), mirrors }
  }
  if (!isObject(highestRandomWeight)) return undefined
  return {
    kind: 'hrw',
    path: ['spec', 'highestRandomWeight', 'services'],
    entries: readEntries(highestRandomWeight.services, namespace),
    sticky: 'client address (highest random weight)',
  }
}

/** The name of the cookie that ties a client to a choice, in words. */
export function cookieOf({ sticky }: JsonObject): string | undefined {
  const { cookie } = objectOf(sticky)
  if (!isObject(cookie)) return undefined
  const name = stringOf(cookie.name) ?? ''
  return name === '' ? 'a cookie of Traefik' : `cookie ${name}`
}

function readEntries(value: unknown, namespace: string): Entry[] {
  return arrayOf(value).map((entry) => readEntry(entry, namespace))
}

function readEntry(value: unknown, fallback: string): Entry {
  const raw = objectOf(value)
  const kind = stringOf(raw.kind) ?? ''
  const namespace = stringOf(raw.namespace) ?? ''
  const port = numberOf(raw.port) ?? stringOf(raw.port)
  return {
    raw,
    kind: kind === '' ? 'Service' : kind === 'Service' || kind === 'TraefikService' ? kind : 'other',
    name: stringOf(raw.name) ?? '',
    namespace: namespace === '' ? fallback : namespace,
    ...(port === undefined || port === 0 || port === '' ? {} : { port }),
    weight: Math.max(0, numberOf(raw.weight) ?? 1),
  }
}
