import { isDomainError } from '@/lib/domain/errors'
import type { KubeObject } from '@/lib/domain/kube'
import { inversePatch } from '@/lib/domain/traffic/inverse-patch'
import { applyPatch } from '@/lib/domain/traffic/json-patch'
import type { Move, Rule } from '@/lib/domain/traffic/model'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import {
  deployment,
  destinationRule,
  MemoryCluster,
  service,
  virtualService,
} from '../memory-cluster.fixture'
import { istioRouter } from './router'

/** One cluster for many specs of one VirtualService; what moves make beside it is never put there. */

const search = { cluster: 'test', namespace: 'shop', name: 'search' }

const cluster = new MemoryCluster([
  service('shop', 'search', { app: 'search' }),
  service('shop', 'search-v2', { app: 'search', version: 'v2' }),
  service('shop', 'cart', { app: 'cart' }),
  ...['v1', 'v2', 'v3'].flatMap((version) =>
    deployment('shop', `search-${version}`, { app: 'search', version }, 1),
  ),
  destinationRule('shop', 'search', ['v1', 'v2']),
])

/** Puts the VirtualService there. */
export function putSpec(spec: unknown, annotations?: Record<string, string>): KubeObject {
  const body = virtualService('shop', 'search', spec)
  return putObject({ ...body, metadata: { ...body.metadata, ...(annotations && { annotations }) } })
}

export function putObject(object: Parameters<MemoryCluster['put']>[0]): KubeObject {
  known = undefined
  return cluster.put(object)
}

/** Of what stands there now. */
let known: readonly Rule[] | undefined

/** The rules as they are shown, read once for each object that is put there. */
export function rulesNow(): readonly Rule[] {
  known ??= istioRouter.readRoutes(cluster.view, search)[0]?.rules ?? []
  return known
}

export interface Moved {
  before: KubeObject
  after: KubeObject
}

/**
 * Plans and applies a move; undefined where it is refused or changes nothing in the VirtualService. Throws where the
 * opposite patch does not bring back the very same object.
 */
export function tryMove(move: Move): Moved | undefined {
  try {
    const writes = istioRouter.plan(cluster.view, search, 'vs~shop~search', move)
    const names = writes.map(({ object }) => `${object.kind}/${object.name}`)
    if (new Set(names).size !== names.length)
      throw new Error(`an object is written twice: ${names.join(' ')}`)
    const write = writes.find(({ object }) => object.kind === 'VirtualService')
    if (write?.live === undefined || write.patch === undefined) return undefined
    const { live, patch } = write
    const after = applyPatch(live, patch)
    const back = applyPatch(after, inversePatch(live, patch))
    if (!sameText(back, live) && !sameText(plain(back), plain(live))) {
      throw new Error(`not taken back: ${JSON.stringify(back)} instead of ${JSON.stringify(live)}`)
    }
    return { before: live, after }
  } catch (error) {
    if (isDomainError(error)) return undefined
    throw error
  }
}

function sameText(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Order of members is not kept by a remove and an add; a map of annotations that was made stays, empty. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value)
    .filter(([key, member]) => key !== 'annotations' || Object.keys(objectOf(member)).length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(members.map(([key, member]) => [key, plain(member)]))
}

/** Every rule of an object, http before tls before tcp, as `readRoutes` lists them. */
export function writtenRules(object: KubeObject): Record<string, unknown>[] {
  const spec = objectOf(object.spec)
  return ['http', 'tls', 'tcp'].flatMap((section) => arrayOf(spec[section]) as Record<string, unknown>[])
}

/** The object after an edit of a copy, as text, to compare all of the rest byte for byte. */
export function without(
  object: KubeObject,
  edit: (rules: Record<string, unknown>[], copy: KubeObject) => void,
): string {
  const copy = JSON.parse(JSON.stringify(object)) as KubeObject
  copy.metadata.resourceVersion = ''
  edit(writtenRules(copy), copy)
  return JSON.stringify(copy)
}

export function dropWeights(rule: Record<string, unknown> | undefined): void {
  for (const entry of arrayOf(rule?.route)) Reflect.deleteProperty(entry as object, 'weight')
}
