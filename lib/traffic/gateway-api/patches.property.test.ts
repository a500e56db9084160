import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDomainError } from '@/lib/domain/errors'
import type { KubeObject } from '@/lib/domain/kube'
import { inversePatch } from '@/lib/domain/traffic/inverse-patch'
import { applyPatch } from '@/lib/domain/traffic/json-patch'
import type { MatchCondition, Move, Rule } from '@/lib/domain/traffic/model'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import { MemoryCluster, service } from '../memory-cluster.fixture'
import { annotations, httpRouteSpec } from './http-route.arbitrary.fixture'
import { cart, istioGateway, plan, route, versionServices, workloads } from './market-cluster.fixture'
import { gatewayApiRouter } from './router'

const around = [...workloads, ...istioGateway, ...versionServices, service('market', 'ads', { app: 'ads' })]

const conditions: MatchCondition[] = [
  { kind: 'header', name: 'x-test', op: 'exact', value: 'yes' },
  { kind: 'cookie', name: 'beta', op: 'present' },
  { kind: 'method', op: 'exact', value: 'GET' },
  { kind: 'query', name: 'q', op: 'regex', value: 'a.*' },
]

const cases = fc.record({
  spec: httpRouteSpec,
  notes: annotations,
  pick: fc.nat(),
  percent: fc.nat(100),
  version: fc.constantFrom('v1', 'v2'),
  mirror: fc.constantFrom('v1', 'v2', 'ads~~80'),
  when: fc.subarray(conditions, { minLength: 1 }),
})
type Case = typeof cases extends fc.Arbitrary<infer Value> ? Value : never

interface Start extends Case {
  cluster: MemoryCluster
  rules: Rule[]
  /** Place of the rule that is moved. */
  index: number
  rule: Rule
}

/** A route about the service, with one of its rules; undefined where the drawn one says nothing about it. */
function start(drawn: Case): Start | undefined {
  const body = route('HTTPRoute', 'cart', drawn.spec)
  const metadata = { ...body.metadata, ...(drawn.notes === undefined ? {} : { annotations: drawn.notes }) }
  const cluster = new MemoryCluster([...around, { ...body, metadata }])
  const rules = rulesIn(cluster)
  const index = rules.length === 0 ? 0 : drawn.pick % rules.length
  const rule = rules[index]
  return rule && { ...drawn, cluster, rules, index, rule }
}

function rulesIn(cluster: MemoryCluster): Rule[] {
  return gatewayApiRouter.readRoutes(cluster.view, cart)[0]?.rules ?? []
}

interface Moved {
  before: KubeObject
  after: KubeObject
}

/** Plans and applies a move; undefined where it is refused or changes nothing in the route. The inverse takes it back. */
function tryMove(cluster: MemoryCluster, move: Move): Moved | undefined {
  try {
    const write = plan(cluster, move).find(({ object }) => object.kind === 'HTTPRoute')
    if (write?.live === undefined || write.patch === undefined) return undefined
    const after = applyPatch(write.live, write.patch)
    const back = applyPatch(after, inversePatch(write.live, write.patch))
    const { annotations: before = {}, ...metadata } = write.live.metadata
    // A map of annotations that a patch made stays, empty.
    const full = (object: KubeObject) => ({ ...object, metadata: { annotations: {}, ...object.metadata } })
    expect(full(back)).toEqual({ ...write.live, metadata: { ...metadata, annotations: before } })
    return { before: write.live, after }
  } catch (error) {
    if (isDomainError(error)) return undefined
    throw error
  }
}

type Edit = (rules: Record<string, unknown>[], object: KubeObject) => void

/** The object with what may have moved taken out, to compare all of the rest byte for byte. */
function without(object: KubeObject, edit: Edit): string {
  const copy = JSON.parse(JSON.stringify(object)) as KubeObject
  copy.metadata.resourceVersion = ''
  edit(arrayOf(objectOf(copy.spec).rules) as Record<string, unknown>[], copy)
  return JSON.stringify(copy)
}

function dropFromBackends(rule: Record<string, unknown> | undefined, field: string): void {
  for (const entry of arrayOf(rule?.backendRefs)) Reflect.deleteProperty(entry as object, field)
}

function movesWeights({ cluster, rule, index, percent }: Start): boolean {
  const [first, second, ...others] = rule.destinations.map(({ key }) => key)
  if (first === undefined) return false
  const wanted: [string, number][] = [
    [first, second === undefined ? 100 : percent],
    ...(second === undefined ? [] : [[second, 100 - percent] satisfies [string, number]]),
    ...others.map((key): [string, number] => [key, 0]),
  ]
  const weights = Object.fromEntries(wanted)
  const done = tryMove(cluster, { kind: 'set-weights', rule: rule.id, weights, total: 100 })
  if (done === undefined) return false
  const drop: Edit = (all) => dropFromBackends(all[index], 'weight')
  expect(without(done.after, drop)).toBe(without(done.before, drop))
  cluster.put(done.after)
  const after = rulesIn(cluster)[index]
  expect(after?.id).toBe(rule.id)
  expect(after?.destinations.map(({ key, weight }) => [key, weight])).toEqual(wanted)
  return true
}

function movesMirrors({ cluster, rule, index, percent, mirror }: Start): boolean {
  const set = tryMove(cluster, { kind: 'set-mirror', rule: rule.id, to: mirror, percent })
  const done = set ?? tryMove(cluster, { kind: 'remove-mirror', rule: rule.id })
  if (done === undefined) return false
  const drop: Edit = (all) => {
    const written = all[index] ?? {}
    const kept = arrayOf(written.filters).filter((each) => objectOf(each).type !== 'RequestMirror')
    Reflect.deleteProperty(written, 'filters')
    written.filters = kept
  }
  expect(without(done.after, drop)).toBe(without(done.before, drop))
  cluster.put(done.after)
  const after = rulesIn(cluster)[index]
  expect(after?.id).toBe(rule.id)
  const others = (mirrors: Rule['mirrors'] = []) => mirrors.filter(({ to }) => to !== mirror)
  if (set === undefined) expect(after?.mirrors).toEqual([])
  else {
    expect(after?.mirrors).toContainEqual({ to: mirror, percent })
    expect(others(after?.mirrors)).toEqual(others(rule.mirrors))
  }
  return true
}

function addsAndRemovesVersion({ cluster, rule, index, version }: Start): boolean {
  const { destinations } = rule
  const done = tryMove(cluster, { kind: 'add-version', rule: rule.id, version })
  if (done === undefined) return false
  const pinned = without(done.after, () => undefined).split('"cart"').length
  const whole = without(done.before, () => undefined).split('"cart"').length
  const cut =
    (length: number): Edit =>
    (all) => {
      const written = all[index] ?? {}
      expect(arrayOf(written.backendRefs)).toHaveLength(length)
      written.backendRefs = arrayOf(written.backendRefs).slice(0, destinations.length)
      if (destinations.length === 1) dropFromBackends(written, 'weight')
      // The service as a whole is pinned to its other version.
      if (pinned < whole) dropFromBackends(written, 'name')
    }
  expect(without(done.after, cut(destinations.length + 1))).toBe(
    without(done.before, cut(destinations.length)),
  )
  cluster.put(done.after)
  const after = rulesIn(cluster)[index]?.destinations ?? []
  expect(after.at(-1)).toMatchObject({ version, weight: 0 })
  const percents = (list: Rule['destinations']) => list.map(({ percent }) => percent)
  expect(percents(after.slice(0, -1))).toEqual(percents(destinations))
  const gone = tryMove(cluster, { kind: 'remove-version', rule: rule.id, key: after.at(-1)?.key ?? '' })
  const dropLast: Edit = (all) => {
    const written = all[index] ?? {}
    written.backendRefs = arrayOf(written.backendRefs).slice(0, destinations.length)
  }
  expect(gone && without(gone.after, dropLast)).toBe(without(done.after, dropLast))
  return true
}

function addsAndRemovesMatch({ cluster, rules, when, notes }: Start): boolean {
  const done = tryMove(cluster, { kind: 'set-match', name: 'testers', to: 'v2', when })
  if (done === undefined) return false
  cluster.put(done.after)
  const after = rulesIn(cluster)
  const made = after.flatMap(({ madeBy }, index) => (madeBy === 'testers' ? [index] : []))
  expect(made.length).toBeGreaterThan(0)
  expect(after.filter((_, index) => !made.includes(index)).map(({ id }) => id)).toEqual(
    rules.map(({ id }) => id),
  )
  expect(Object.keys(done.after.metadata.annotations ?? {}).sort()).toEqual(
    [...new Set([...Object.keys(notes ?? {}), 'aviary.dev/matches'])].sort(),
  )
  const keep: Edit = (_all, object) => Reflect.deleteProperty(object.metadata, 'annotations')
  const dropMade: Edit = (all, object) => {
    for (const index of made.toReversed()) all.splice(index, 1)
    keep(all, object)
  }
  expect(without(done.after, dropMade)).toBe(without(done.before, keep))
  const gone = tryMove(cluster, { kind: 'remove-match', rule: after[made.at(-1) ?? 0]?.id ?? '' })
  expect(gone && without(gone.after, keep)).toBe(without(done.before, keep))
  return true
}

const checks = { movesWeights, movesMirrors, addsAndRemovesVersion, addsAndRemovesMatch }
type Check = keyof typeof checks

describe('10,000 HTTPRoutes', () => {
  it('keep everything but what was moved, and get it back by the inverse', { timeout: 60_000 }, () => {
    const names = Object.keys(checks) as Check[]
    const moved = new Map(names.map((name) => [name, 0]))
    fc.assert(
      fc.property(cases, fc.constantFrom(...names), (drawn, name) => {
        const begun = start(drawn)
        if (begun !== undefined && checks[name](begun)) moved.set(name, (moved.get(name) ?? 0) + 1)
      }),
      { numRuns: 10_000 },
    )
    for (const count of moved.values()) expect(count).toBeGreaterThan(300)
  })
})
