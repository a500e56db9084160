import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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
import { virtualServiceSpec } from './virtual-service.arbitrary.fixture'

const search = { cluster: 'test', namespace: 'shop', name: 'search' }

function clusterWith(spec: unknown): MemoryCluster {
  return new MemoryCluster([
    service('shop', 'search', { app: 'search' }),
    service('shop', 'search-v2', { app: 'search', version: 'v2' }),
    service('shop', 'cart', { app: 'cart' }),
    ...['v1', 'v2', 'v3'].flatMap((version) =>
      deployment('shop', `search-${version}`, { app: 'search', version }, 1),
    ),
    destinationRule('shop', 'search', ['v1', 'v2']),
    virtualService('shop', 'search', spec),
  ])
}

function rulesOf(cluster: MemoryCluster): Rule[] {
  return istioRouter.readRoutes(cluster.view, search)[0]?.rules ?? []
}

interface Moved {
  before: KubeObject
  after: KubeObject
  index: number
}

/** Plans and applies a move; undefined where it is refused or changes nothing in the VirtualService. */
function tryMove(cluster: MemoryCluster, index: number, move: Move): Moved | undefined {
  try {
    const writes = istioRouter.plan(cluster.view, search, 'vs~shop~search', move)
    const write = writes.find(({ object }) => object.kind === 'VirtualService')
    if (write?.live === undefined || write.patch === undefined) return undefined
    const after = applyPatch(write.live, write.patch)
    expect(applyPatch(after, inversePatch(write.live, write.patch))).toEqual(write.live)
    return { before: write.live, after, index }
  } catch (error) {
    if (isDomainError(error)) return undefined
    throw error
  }
}

/** The object with some of one rule taken out, to compare all of the rest byte for byte. */
function without(
  { index }: Moved,
  object: KubeObject,
  edit: (rule: Record<string, unknown>) => void,
): string {
  const copy = structuredClone(object)
  copy.metadata.resourceVersion = ''
  edit(arrayOf(objectOf(copy.spec).http)[index] as Record<string, unknown>)
  return JSON.stringify(copy)
}

function dropWeights(rule: Record<string, unknown>): void {
  for (const entry of arrayOf(rule.route)) Reflect.deleteProperty(entry as object, 'weight')
}

const moves = fc.record({ spec: virtualServiceSpec, pick: fc.nat(), percent: fc.nat(100) })

describe('any VirtualService', () => {
  it('keeps everything but the weights that were moved', () => {
    let moved = 0
    fc.assert(
      fc.property(moves, ({ spec, pick, percent }) => {
        const cluster = clusterWith(spec)
        const rules = rulesOf(cluster)
        const index = pick % rules.length
        const { id = '', destinations = [] } = rules[index] ?? {}
        const [first, ...others] = destinations.map(({ key }) => key)
        if (first === undefined) return
        const zeros = others.map((key): [string, number] => [key, 0])
        const weights = Object.fromEntries([
          [first, percent],
          ...zeros,
          ...zeros.slice(0, 1).map(([key]): [string, number] => [key, 100 - percent]),
        ])
        const done = tryMove(cluster, index, { kind: 'set-weights', rule: id, weights, total: 100 })
        if (done === undefined) return
        moved += 1
        expect(without(done, done.after, dropWeights)).toBe(without(done, done.before, dropWeights))
        cluster.put(done.after)
        const rule = rulesOf(cluster)[index]
        expect(rule?.id).toBe(id)
        expect(rule?.destinations.map(({ key }) => key)).toEqual(destinations.map(({ key }) => key))
        for (const { key, weight } of rule?.destinations ?? []) {
          expect(weight).toBe(destinations.length === 1 ? 100 : weights[key])
        }
      }),
      { numRuns: 300 },
    )
    expect(moved).toBeGreaterThan(50)
  })

  it('keeps everything but the mirror that was set or taken away', () => {
    let moved = 0
    const dropMirrors = (rule: Record<string, unknown>) => {
      for (const field of ['mirror', 'mirrorPercentage', 'mirrorPercent', 'mirrors'])
        Reflect.deleteProperty(rule, field)
    }
    fc.assert(
      fc.property(moves, fc.constantFrom('v1', 'v2', 'v3', 'cart~~'), ({ spec, pick, percent }, to) => {
        const cluster = clusterWith(spec)
        const rules = rulesOf(cluster)
        const index = pick % rules.length
        const { id = '', mirrors = [] } = rules[index] ?? {}
        const set = tryMove(cluster, index, { kind: 'set-mirror', rule: id, to, percent })
        const done = set ?? tryMove(cluster, index, { kind: 'remove-mirror', rule: id })
        if (done === undefined) return
        moved += 1
        expect(without(done, done.after, dropMirrors)).toBe(without(done, done.before, dropMirrors))
        cluster.put(done.after)
        const rule = rulesOf(cluster)[index]
        expect(rule?.id).toBe(id)
        if (set === undefined) {
          expect(rule?.mirrors).toEqual([])
          return
        }
        expect(rule?.mirrors).toContainEqual({ to, percent })
        const raw = objectOf(arrayOf(objectOf(done.after.spec).http)[index])
        expect(raw.mirror !== undefined && arrayOf(raw.mirrors).length > 0).toBe(false)
        // In a list the others stay; a single mirror is replaced.
        if (raw.mirror === undefined) {
          const others = mirrors.filter((mirror) => mirror.to !== to)
          expect(rule?.mirrors.filter((mirror) => mirror.to !== to)).toEqual(others)
        }
      }),
      { numRuns: 300 },
    )
    expect(moved).toBeGreaterThan(50)
  })

  it('keeps everything when a version is added at 0, and taken out again', () => {
    let moved = 0
    fc.assert(
      fc.property(moves, ({ spec, pick }) => {
        const cluster = clusterWith(spec)
        const rules = rulesOf(cluster)
        const index = pick % rules.length
        const { id = '', destinations = [] } = rules[index] ?? {}
        const done = tryMove(cluster, index, { kind: 'add-version', rule: id, version: 'v2' })
        if (done === undefined) return
        moved += 1
        const cut = (length: number) => (rule: Record<string, unknown>) => {
          expect(arrayOf(rule.route)).toHaveLength(length)
          rule.route = arrayOf(rule.route).slice(0, destinations.length)
          if (destinations.length === 1) dropWeights(rule)
        }
        expect(without(done, done.after, cut(destinations.length + 1))).toBe(
          without(done, done.before, cut(destinations.length)),
        )
        cluster.put(done.after)
        const after = rulesOf(cluster)[index]?.destinations ?? []
        expect(after.at(-1)).toMatchObject({ version: 'v2', weight: 0 })
        expect(after.slice(0, -1).map(({ percent }) => percent)).toEqual(
          destinations.map(({ percent }) => percent),
        )
        const gone = tryMove(cluster, index, {
          kind: 'remove-version',
          rule: id,
          key: after.at(-1)?.key ?? '',
        })
        if (gone === undefined) throw new Error('what was added could not be removed')
        expect(without(gone, gone.after, dropWeights)).toBe(without(done, done.before, dropWeights))
      }),
      { numRuns: 300 },
    )
    expect(moved).toBeGreaterThan(50)
  })
})
