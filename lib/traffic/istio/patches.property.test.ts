import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube'
import type { Fault, MatchCondition, Move } from '@/lib/domain/traffic/model'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import {
  dropWeights,
  putObject,
  putSpec,
  rulesNow,
  tryMove,
  without,
  writtenRules,
  type Moved,
} from './property-cluster.fixture'
import { userAnnotations, virtualServiceSpec } from './virtual-service.arbitrary.fixture'

type Raw = Record<string, unknown>

const faults = fc.constantFrom<Fault>(
  { delay: { percent: 10, duration: '1.5s' } },
  { abort: { percent: 0.1, status: 503 } },
  { delay: { percent: 2.5, duration: '10ms' }, abort: { percent: 100, status: 429 } },
)
const conditions = fc.constantFrom<MatchCondition[]>(
  [{ kind: 'header', name: 'X-User', op: 'exact', value: 'developer' }],
  [{ kind: 'cookie', name: 'beta', op: 'prefix', value: 'y.s' }],
  [
    { kind: 'query', name: '__proto__', op: 'present' },
    { kind: 'method', op: 'exact', value: 'GET' },
  ],
  [
    { kind: 'host', op: 'regex', value: 'a.*' },
    { kind: 'header', name: 'x-b', op: 'absent' },
  ],
  [{ kind: 'source', name: 'app', op: 'exact', value: 'web' }],
)

const asked = fc.record({
  spec: virtualServiceSpec,
  annotations: userAnnotations,
  pick: fc.nat(),
  percent: fc.nat(100),
  to: fc.constantFrom('v1', 'v2', 'v3'),
  fault: faults,
  when: conditions,
})
type Asked = typeof asked extends fc.Arbitrary<infer T> ? T : never

/** Runs a check on many specs, and fails where hardly any of them could be moved. */
function overMany(runs: number, check: (values: Asked, index: number, id: string) => boolean): void {
  let moved = 0
  fc.assert(
    fc.property(asked, (values) => {
      putSpec(values.spec, values.annotations)
      const rules = rulesNow()
      const index = values.pick % rules.length
      if (check(values, index, rules[index]?.id ?? '')) moved += 1
    }),
    { numRuns: runs },
  )
  expect(moved).toBeGreaterThan(runs / 20)
}

/** All but what `edit` takes out is the same before and after. */
function expectRest({ before, after }: Moved, edit: (rules: Raw[], copy: KubeObject) => void): void {
  expect(without(after, edit)).toBe(without(before, edit))
}

/** 10,000 together; the machine may be busy. */
const RUNS = { weights: 2000, mirror: 2000, version: 2000, fault: 1000, match: 1500, cutOver: 1500 }
const PATIENCE = 60_000

describe('any VirtualService', { timeout: PATIENCE }, () => {
  it('keeps everything but the weights that were moved', () => {
    overMany(RUNS.weights, ({ percent }, index, id) => {
      const { destinations = [] } = rulesNow()[index] ?? {}
      const [first, ...others] = destinations.map(({ key }) => key)
      if (first === undefined) return false
      const weights = Object.fromEntries([
        [first, percent],
        ...others.map((key, place): [string, number] => [key, place === 0 ? 100 - percent : 0]),
      ])
      const done = tryMove({ kind: 'set-weights', rule: id, weights, total: 100 })
      if (done === undefined) return false
      expectRest(done, (rules) => {
        dropWeights(rules[index])
      })
      putObject(done.after)
      const rule = rulesNow()[index]
      expect(rule?.id).toBe(id)
      expect(rule?.destinations.map(({ key }) => key)).toEqual(destinations.map(({ key }) => key))
      for (const { key, weight } of rule?.destinations ?? []) {
        expect(weight).toBe(destinations.length === 1 ? 100 : weights[key])
      }
      return true
    })
  })

  it('keeps everything but the mirror that was set or taken away', () => {
    const dropMirrors = (rule: Raw | undefined) => {
      for (const field of ['mirror', 'mirrorPercentage', 'mirrorPercent', 'mirrors'])
        Reflect.deleteProperty(rule ?? {}, field)
    }
    overMany(RUNS.mirror, ({ percent, to }, index, id) => {
      const { mirrors = [] } = rulesNow()[index] ?? {}
      const set = tryMove({ kind: 'set-mirror', rule: id, to, percent })
      const done = set ?? tryMove({ kind: 'remove-mirror', rule: id })
      if (done === undefined) return false
      expectRest(done, (rules) => {
        dropMirrors(rules[index])
      })
      putObject(done.after)
      const rule = rulesNow()[index]
      expect(rule?.id).toBe(id)
      if (set === undefined) {
        expect(rule?.mirrors).toEqual([])
        return true
      }
      expect(rule?.mirrors).toContainEqual({ to, percent })
      const raw = objectOf(writtenRules(done.after)[index])
      expect(raw.mirror !== undefined && arrayOf(raw.mirrors).length > 0).toBe(false)
      // In a list the others stay; a single mirror is replaced.
      if (raw.mirror === undefined) {
        const others = mirrors.filter((mirror) => mirror.to !== to)
        expect(rule?.mirrors.filter((mirror) => mirror.to !== to)).toEqual(others)
      }
      return true
    })
  })

  it('keeps everything when a version is added at 0, and taken out again', () => {
    overMany(RUNS.version, ({ to }, index, id) => {
      const { destinations = [] } = rulesNow()[index] ?? {}
      const done = tryMove({ kind: 'add-version', rule: id, version: to })
      if (done === undefined) return false
      const cut = (rules: Raw[]) => {
        const rule = rules[index] ?? {}
        rule.route = arrayOf(rule.route).slice(0, destinations.length)
        if (destinations.length === 1) dropWeights(rule)
      }
      expectRest(done, cut)
      putObject(done.after)
      const after = rulesNow()[index]?.destinations ?? []
      expect(after).toHaveLength(destinations.length + 1)
      expect(after.at(-1)?.weight).toBe(0)
      expect(after.slice(0, -1).map(({ percent }) => percent)).toEqual(
        destinations.map(({ percent }) => percent),
      )
      const gone = tryMove({ kind: 'remove-version', rule: id, key: after.at(-1)?.key ?? '' })
      if (gone === undefined) throw new Error('what was added could not be removed')
      expect(without(gone.after, cut)).toBe(without(done.before, cut))
      return true
    })
  })

  it('keeps everything but the fault that was set or taken away', () => {
    const dropFault = (rules: Raw[], index: number) => {
      const { fault } = rules[index] ?? {}
      for (const part of ['delay', 'abort']) Reflect.deleteProperty(objectOf(fault), part)
      if (Object.keys(objectOf(fault)).length === 0) Reflect.deleteProperty(rules[index] ?? {}, 'fault')
    }
    overMany(RUNS.fault, ({ fault }, index, id) => {
      const gone = tryMove({ kind: 'remove-fault', rule: id })
      const done = tryMove({ kind: 'set-fault', rule: id, fault })
      for (const moved of [gone, done]) {
        if (moved !== undefined) {
          expectRest(moved, (rules) => {
            dropFault(rules, index)
          })
        }
      }
      if (done === undefined) return false
      putObject(done.after)
      expect(rulesNow()[index]?.fault).toMatchObject(fault)
      expect(tryMove({ kind: 'set-fault', rule: id, fault })).toBeUndefined()
      return true
    })
  })

  it('keeps everything but the rules of the match that was made, and takes only those away', () => {
    overMany(RUNS.match, ({ to, when }) => {
      const done = tryMove({ kind: 'set-match', name: 'beta', to, when })
      if (done === undefined) return false
      const isMade = ({ name }: Raw) => typeof name === 'string' && /^aviary-beta(\.\d+)?$/.test(name)
      const dropMade = (_: Raw[], copy: KubeObject) => {
        const spec = copy.spec as Raw
        spec.http = arrayOf(spec.http).filter((rule) => !isMade(rule as Raw))
        const { annotations = {} } = copy.metadata
        delete annotations['aviary.dev/matches']
        copy.metadata.annotations = annotations
      }
      expectRest(done, (rules, copy) => {
        dropMade(rules, copy)
        // Added at the end, where there was none.
        const { annotations = {}, ...others } = copy.metadata
        copy.metadata = { ...others, annotations }
      })
      putObject(done.after)
      const made = rulesNow().filter(({ madeBy }) => madeBy === 'beta')
      expect(made.length).toBeGreaterThan(0)
      for (const { destinations } of made) {
        expect(destinations.map(({ weight }) => weight)).toEqual([100])
      }
      expect(tryMove({ kind: 'set-match', name: 'beta', to, when })).toBeUndefined()
      const gone = tryMove({ kind: 'remove-match', rule: made.at(-1)?.id ?? '' })
      if (gone === undefined) throw new Error('the match could not be removed')
      expect(JSON.stringify(gone.after.spec)).toBe(JSON.stringify(done.before.spec))
      return true
    })
  })

  it('keeps everything but the weights of the service when it is cut over', () => {
    overMany(RUNS.cutOver, ({ to }) => {
      const lengths = rulesNow().map(({ destinations }) => destinations.length)
      const done = tryMove({ kind: 'cut-over', to } satisfies Move)
      if (done === undefined) return false
      expectRest(done, (rules) => {
        for (const [index, rule] of rules.entries()) {
          if (rule.route !== undefined) rule.route = arrayOf(rule.route).slice(0, lengths[index])
          dropWeights(rule)
        }
      })
      const before = rulesNow()
      putObject(done.after)
      // Subsets that moves make are never put there, so that only v1 and v2 are known afterwards.
      if (to !== 'v3') expect(tryMove({ kind: 'cut-over', to })).toBeUndefined()
      const foreign = (key: string) => !key.startsWith('search') && !key.startsWith('v')
      for (const [index, rule] of rulesNow().entries()) {
        const old = before[index]
        expect(rule.total).toBe(old?.total === 0 && rule.total > 0 ? 100 : old?.total)
        for (const { key, weight } of rule.destinations.filter((each) => foreign(each.key))) {
          expect(weight).toBe(old?.destinations.find((each) => each.key === key)?.weight)
        }
      }
      return true
    })
  })
})
