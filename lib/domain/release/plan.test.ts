import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planProblems } from './check-plan'
import { exposureOf, lastChange, planSeconds, stepAfterMove, stepAfterPromote, stepForWeight } from './plan'
import { placementAt, restingPlacement, weightAt } from './placement'
import { presetSteps, type Preset } from './presets'
import { planOf } from './release.fixture'
import type { Step } from './step'
import { canaryPercent, hasWeights, leastCanaryPercent, releaseWeights } from './weights'

const staging = { bake: 300, minRequests: 0, timeout: 600 }
const when = [{ kind: 'header' as const, name: 'x-user', op: 'exact' as const, value: 'developer' }]
const presets: Preset[] = [
  { preset: 'linear', step: 20, ...staging },
  { preset: 'exponential', first: 1, factor: 2, ...staging },
  { preset: 'blue-green', preview: when, ...staging },
  { preset: 'blue-green', ...staging },
  { preset: 'dark-launch', when, step: 25, ...staging },
  { preset: 'mirror-first', percent: 100, step: 20, ...staging },
  { preset: 'ab', when, for: 3600, ...staging },
  { preset: 'replica-canary', step: 20, ...staging },
]
const weightsOf = (steps: readonly Step[]) =>
  steps.flatMap((step) => (step.kind === 'weight' ? [step.weight] : step.kind === 'cut-over' ? [100] : []))
const rule = (...weights: [string, number][]) => ({
  id: 'r',
  match: [],
  total: 0,
  mirrors: [],
  destinations: weights.map(([version, weight]) => ({
    key: version,
    version,
    host: 'h',
    weight,
    percent: 0,
  })),
})
const linear = planOf(presetSteps({ preset: 'linear', step: 20, ...staging }, { judged: true }))

describe('presets', () => {
  it('go where they say', () => {
    const weights = presets.map((preset) => weightsOf(presetSteps(preset, { judged: true })))
    expect(weights).toEqual([
      [20, 40, 60, 80, 100],
      [1, 2, 4, 8, 16, 32, 64, 100],
      [100],
      [100],
      [25, 50, 75, 100],
      [20, 40, 60, 80, 100],
      [100],
      [20, 40, 60, 80, 100],
    ])
  })

  it('are plans that can be run, judged or not', () => {
    for (const preset of presets)
      for (const judged of [true, false]) {
        const checks = judged ? [{ kind: 'pods' as const, name: 'Pods', maxRestarts: 1 }] : []
        const plan = planOf(presetSteps(preset, { judged }), { checks })
        expect(planProblems(plan, { from: 'v1', to: 'v2', versions: ['v1', 'v2'] })).toEqual([])
        expect(plan.steps.some(({ kind }) => kind === 'analysis')).toBe(judged && preset.preset !== 'ab')
      }
  })

  it('mirror before any user is served, and judge that', () => {
    const steps = presetSteps(
      { preset: 'mirror-first', percent: 100, step: 50, ...staging },
      { judged: true },
    )
    expect(steps.map(({ kind }) => kind).slice(0, 5)).toEqual([
      'mirror',
      'bake',
      'analysis',
      'mirror',
      'weight',
    ])
  })

  it('an experiment waits for a decision before everybody gets the canary', () => {
    const steps = presetSteps({ preset: 'ab', when, for: 60, ...staging }, { judged: true })
    expect(steps.map(({ kind }) => kind)).toEqual(['match', 'bake', 'approval', 'weight'])
  })

  it('stop only where whole pods allow it', () => {
    const steps = presetSteps(
      { preset: 'replica-canary', step: 20, ...staging },
      { judged: false, attainable: [33.3, 66.7, 100] },
    )
    expect(weightsOf(steps)).toEqual([33.3, 66.7, 100])
  })

  it('grow by any step or factor, end at 100 and never wait last', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 1.1, max: 10, noNaN: true }),
        (step, first, factor) => {
          for (const preset of [
            { preset: 'linear' as const, step, ...staging },
            { preset: 'exponential' as const, first, factor, ...staging },
          ]) {
            const steps = presetSteps(preset, { judged: true })
            const weights = weightsOf(steps)
            expect(weights.at(-1)).toBe(100)
            expect(steps.at(-1)?.kind).toBe('weight')
            expect(weights.every((weight, index) => index === 0 || weight > (weights[index - 1] ?? 0))).toBe(
              true,
            )
          }
        },
      ),
    )
  })
})

describe('what cannot be run', () => {
  const facts = { from: 'v1', to: 'v2', versions: ['v1', 'v2', 'v3'] }
  it.each<[string, Step[], string]>([
    [
      'weights that fall',
      [
        { kind: 'weight', weight: 50 },
        { kind: 'weight', weight: 20 },
      ],
      'only grow',
    ],
    ['nothing that moves', [{ kind: 'bake', seconds: 1, minRequests: 0 }], 'no step moves'],
    ['a match that nobody made', [{ kind: 'match', name: 'x', when: [] }], 'no step made'],
    ['an unknown version', [{ kind: 'scale', version: 'v9', replicas: 1 }], 'no version v9'],
    ['an analysis without checks', [{ kind: 'analysis', timeoutSeconds: 1, minRequests: 0 }], 'needs checks'],
  ])('%s', (_what, steps, words) => {
    expect(
      planProblems(planOf(steps), facts)
        .map(({ message }) => message)
        .join(),
    ).toContain(words)
  })
  it('a baseline that is one of the two, and checks of one name', () => {
    const pods = { kind: 'pods' as const, name: 'Pods', maxRestarts: 1 }
    const plan = planOf([{ kind: 'weight', weight: 5 }], { baseline: 'v1', checks: [pods, pods] })
    expect(planProblems(plan, facts).map(({ path }) => path)).toEqual(['plan.baseline', 'plan.checks.1.name'])
  })
})

describe('placements', () => {
  const mirrorFirst = planOf(
    presetSteps({ preset: 'mirror-first', percent: 50, step: 50, ...staging }, { judged: true }),
  )
  it('touch no weight before the first weight step, and no mirror in plans without', () => {
    expect(placementAt(mirrorFirst, 0)).toEqual({ cutOver: false, matches: [], mirror: 50 })
    expect(placementAt(mirrorFirst, 4)).toEqual({ cutOver: false, matches: [], mirror: 0, weight: 50 })
    expect(placementAt(linear, 0)).toEqual({ cutOver: false, matches: [], weight: 20 })
  })

  it('rest on one side with nothing left of what the release made', () => {
    for (const preset of presets) {
      const plan = planOf(presetSteps(preset, { judged: true }))
      for (const weight of [0, 100] as const) {
        const resting = restingPlacement(plan, weight)
        expect(resting.weight).toBe(weight)
        expect(resting.mirror ?? 0).toBe(0)
        expect(resting.matches.every(({ present }) => !present)).toBe(true)
      }
    }
  })

  it('never take weight back along a plan', () => {
    for (const preset of presets) {
      const plan = planOf(presetSteps(preset, { judged: true }))
      const weights = plan.steps.map((_step, index) => weightAt(plan, index))
      expect(weights.every((weight, index) => weight >= (weights[index - 1] ?? 0))).toBe(true)
    }
  })
})

describe('where a plan goes on', () => {
  it('promotes from any step of a stage to the next change of traffic', () => {
    expect([0, 1, 2].map((index) => stepAfterPromote(linear, index))).toEqual([3, 3, 3])
    expect(stepAfterPromote(linear, 12)).toBe(13)
    expect(lastChange(linear, 2)).toBe(0)
    expect(weightAt(linear, 5)).toBe(40)
  })
  it('never promotes past an approval', () => {
    const plan = planOf([
      { kind: 'weight', weight: 5 },
      { kind: 'approval', count: 1, expiresSeconds: 60 },
      { kind: 'weight', weight: 100 },
    ])
    expect(stepAfterPromote(plan, 0)).toBe(1)
  })
  it('never promotes to a weight below the one that a person has set', () => {
    expect(stepAfterPromote(linear, 1, 70)).toBe(9)
    expect(weightAt(linear, 9)).toBe(80)
  })
  it('goes back to the stage in hand after a change that moved no weight', () => {
    for (const preset of presets.filter((each) =>
      ['dark-launch', 'mirror-first', 'ab'].includes(each.preset),
    )) {
      const plan = planOf(presetSteps(preset, { judged: true }))
      expect([0, 1].map((index) => stepAfterMove(plan, index, 0))).toEqual([0, 0])
    }
    expect(stepAfterMove(linear, 4, 40)).toBe(3)
    expect(stepAfterMove(linear, 4, 20)).toBe(0)
    expect(stepAfterMove(linear, 4, 70)).toBe(9)
  })
  it('goes on with no later stage than that of the live weight, on a rule of any total', () => {
    const live = (total: number, percent: number) => {
      const canary = Math.round((total * percent) / 100)
      return leastCanaryPercent(rule(['v1', total - canary], ['v2', canary]), 'v1', 'v2') ?? 0
    }
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 1000 }), fc.integer({ min: 0, max: 4 }), (total, stage) => {
        const index = stage * 3
        expect(stepAfterMove(linear, index + 1, live(total, weightAt(linear, index)))).toBeLessThanOrEqual(
          index,
        )
      }),
    )
  })
  it('goes on at or above a live weight, never below it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (percent) => {
        expect(weightAt(linear, stepForWeight(linear, percent))).toBeGreaterThanOrEqual(percent)
      }),
    )
  })
})

describe('estimates', () => {
  it('count bakes, and analyses at most', () => {
    expect(planSeconds(linear)).toEqual({ shortest: 1200, longest: 3600 })
  })
  it('count the requests of users and the copies apart', () => {
    const plan = presetSteps(
      { preset: 'mirror-first', percent: 100, step: 50, ...staging },
      { judged: false },
    )
    expect(exposureOf({ steps: plan }, 10)).toEqual({ requests: 1500, mirrored: 3000 })
  })
})

describe('release weights', () => {
  it('keep the total and every other destination', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 1000 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 100 }),
        (stable, canary, percent) => {
          const split =
            releaseWeights(rule(['v1', stable], ['v2', canary], ['legacy', 7]), 'v1', 'v2', percent) ?? {}
          expect(Object.keys(split).sort()).toEqual(['v1', 'v2'])
          expect((split['v1'] ?? 0) + (split['v2'] ?? 0)).toBe(stable + canary)
          expect(Math.min(...Object.values(split))).toBeGreaterThanOrEqual(0)
        },
      ),
    )
  })
  it('give a step between none and all a share of both sides, or say that they cannot', () => {
    const at = (total: number, percent: number) =>
      releaseWeights(rule(['v1', total], ['v2', 0]), 'v1', 'v2', percent)
    expect(at(10, 5)).toEqual({ v1: 9, v2: 1 })
    expect(() => at(10, 4)).toThrow('rounds to nothing')
    expect(() => at(10, 97)).toThrow('rounds to all of it')
    expect([at(10, 0), at(10, 100)]).toEqual([
      { v1: 10, v2: 0 },
      { v1: 0, v2: 10 },
    ])
  })
  it('are not to be had without both versions', () => {
    expect(releaseWeights(rule(['v1', 100]), 'v1', 'v2', 20)).toBeUndefined()
  })
  it('tell the live percent', () => {
    expect(canaryPercent(rule(['v1', 5], ['v2', 5], ['x', 1]), 'v1', 'v2')).toBe(50)
    expect(canaryPercent(rule(['v1', 0], ['v2', 0]), 'v1', 'v2')).toBeNull()
    expect(hasWeights(rule(['v1', 80], ['v2', 20]), { v1: 80, v2: 20 })).toBe(true)
    expect(hasWeights(rule(['v1', 80], ['v2', 20]), { v1: 60, v2: 40 })).toBe(false)
  })
})
