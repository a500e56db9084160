import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDomainError } from '@/lib/domain/errors'
import type { KubeObject } from '@/lib/domain/kube'
import { inversePatch } from '@/lib/domain/traffic/inverse-patch'
import { applyPatch } from '@/lib/domain/traffic/json-patch'
import type { Move, Rule } from '@/lib/domain/traffic/model'
import { canonicalJson } from '@/lib/domain/traffic/revision'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { MemoryCluster } from '../memory-cluster.fixture'
import { ingressRoute, plan, routesOf, specsOf, traefikService, workloads } from './bazaar-cluster.fixture'
import { traefikObjects } from './traefik-objects.arbitrary.fixture'

type Drawn = (typeof traefikObjects extends fc.Arbitrary<infer T> ? T : never) & {
  pick: number
  percent: number
}

const base = workloads(1)

function clusterOf({ routes, web, outer, copied, annotated }: Drawn): MemoryCluster {
  const route = ingressRoute(routes)
  const metadata = { ...route.metadata, ...(annotated ? { annotations: { note: 'keep' } } : {}) }
  return new MemoryCluster([
    ...base,
    { ...route, metadata },
    traefikService('web', web),
    traefikService('outer', outer),
    traefikService('copied', copied),
  ])
}

/** The writes of a move; undefined where it is refused. */
function tryPlan(on: MemoryCluster, move: Move): PlannedWrite[] | undefined {
  try {
    const writes = plan(on, move)
    for (const { live, patch } of writes) {
      if (live === undefined || patch === undefined) continue
      const back = applyPatch(applyPatch(live, patch), inversePatch(live, patch))
      expect(canonicalJson(withoutEmptyAnnotations(back))).toBe(canonicalJson(live))
    }
    const names = writes.map(({ object }) => `${object.kind}/${object.name}`)
    expect(new Set(names).size).toBe(names.length)
    return writes
  } catch (error) {
    if (isDomainError(error)) return undefined
    throw error
  }
}

/** An undone note leaves the map that it was put in. */
function withoutEmptyAnnotations(object: KubeObject): KubeObject {
  const { annotations, ...metadata } = object.metadata
  const empty = annotations === undefined || Object.keys(annotations).length === 0
  return empty ? { ...object, metadata } : object
}

function rulesOf(on: MemoryCluster): Rule[] {
  return routesOf(on)[0]?.rules ?? []
}

/** The text of everything, without weights. */
function weightless(on: MemoryCluster): string {
  return JSON.stringify(specsOf(on), (key, value: unknown) => (key === 'weight' ? undefined : value))
}

const shares = ({ destinations }: Rule) => destinations.map(({ key, percent }) => [key, percent.toFixed(6)])

/** Each tells whether it moved anything. */
const checks: ((on: MemoryCluster, rule: Rule, drawn: Drawn) => boolean)[] = [
  (on, { id, destinations }, { percent }) => {
    const [first, second, ...others] = destinations.map(({ key }) => key)
    if (first === undefined || second === undefined) return false
    const zeros = others.map((key): [string, number] => [key, 0])
    const weights = Object.fromEntries([...zeros, [first, percent], [second, 100 - percent]])
    const writes = tryPlan(on, { kind: 'set-weights', rule: id, weights, total: 100 })
    if (writes === undefined || writes.length === 0) return false
    const before = weightless(on)
    on.send(writes)
    expect(weightless(on)).toBe(before)
    const after = rulesOf(on).find((rule) => rule.id === id)
    for (const { key, weight } of after?.destinations ?? []) expect(weight).toBe(weights[key])
    return true
  },
  (on, { id, destinations }) => {
    const start = specsOf(on)
    const before = { text: weightless(on), shares: rulesOf(on).map(shares) }
    const version = destinations.some((each) => each.version === 'v2') ? 'v3' : 'v2'
    const added = tryPlan(on, { kind: 'add-version', rule: id, version })
    if (added === undefined || added.length === 0) return false
    on.send(added)
    const after = rulesOf(on).find((rule) => rule.id === id)
    const fresh = after?.destinations.find((each) => each.version === version)
    expect(fresh).toMatchObject({ version, weight: 0 })
    const removed = tryPlan(on, { kind: 'remove-version', rule: id, key: fresh?.key ?? '' })
    if (removed === undefined) throw new Error('what was added could not be removed')
    on.send(removed)
    // A Service that takes in several versions is not put back.
    if (specsOf(on)['TraefikService web-aviary'] !== undefined) return true
    expect(weightless(on)).toBe(before.text)
    expect(rulesOf(on).map(shares)).toEqual(before.shares)
    expect(Object.keys(specsOf(on))).toEqual(Object.keys(start))
    return true
  },
  (on, { id, mirrors, destinations }, { percent }) => {
    const start = { specs: specsOf(on), rules: rulesOf(on).map(shares) }
    const to = destinations.find(({ version }) => version !== undefined)?.version ?? 'v1'
    const set = tryPlan(on, { kind: 'set-mirror', rule: id, to, percent })
    if (set === undefined || set.length === 0) return false
    on.send(set)
    const after = rulesOf(on).find((rule) => rule.id === id)
    expect(after?.mirrors).toContainEqual({ to, percent })
    expect(rulesOf(on).map(shares)).toEqual(start.rules)
    const removed = tryPlan(on, { kind: 'remove-mirror', rule: id, to })
    if (removed === undefined) throw new Error('a mirror could not be removed')
    on.send(removed)
    if (mirrors.length === 0 && !set.some(({ verb }) => verb === 'patch' && set.length === 1)) {
      expect(canonicalJson(specsOf(on))).toBe(canonicalJson(start.specs))
    }
    return true
  },
  (on) => {
    const start = specsOf(on)
    const when = [{ kind: 'header' as const, name: 'X-Beta', op: 'exact' as const, value: '1' }]
    const set = tryPlan(on, { kind: 'set-match', name: 'beta', to: 'v2', when })
    if (set === undefined || set.length === 0) return false
    on.send(set)
    const made = rulesOf(on).filter(({ madeBy }) => madeBy === 'beta')
    expect(made.length).toBeGreaterThan(0)
    const versions = new Set(made.flatMap(({ destinations }) => destinations.map(({ version }) => version)))
    expect([...versions]).toEqual(['v2'])
    const removed = tryPlan(on, { kind: 'remove-match', rule: made.at(-1)?.id ?? '' })
    on.send(removed ?? [])
    expect(canonicalJson(specsOf(on))).toBe(canonicalJson(start))
    return true
  },
  (on) => {
    const before = weightless(on)
    const writes = tryPlan(on, { kind: 'cut-over', to: 'v2' })
    if (writes === undefined || writes.length === 0) return false
    on.send(writes)
    expect(weightless(on)).toBe(before)
    return true
  },
]

describe('any IngressRoute with its TraefikServices', () => {
  it('keeps everything but what was moved, and gets all of it back', () => {
    const moved = checks.map(() => 0)
    let turn = 0
    const drawn = fc.tuple(traefikObjects, fc.nat(), fc.integer({ min: 1, max: 99 }))
    fc.assert(
      fc.property(drawn, ([objects, pick, percent]) => {
        const which = turn++ % checks.length
        const all = { ...objects, pick, percent }
        const on = clusterOf(all)
        const rules = rulesOf(on)
        const rule = rules[pick % Math.max(1, rules.length)]
        if (rule !== undefined && checks[which]?.(on, rule, all) === true)
          moved[which] = (moved[which] ?? 0) + 1
      }),
      { numRuns: 10_000 },
    )
    for (const count of moved) expect(count).toBeGreaterThan(100)
  }, 60_000)
})
