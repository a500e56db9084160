import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { linearSteps, planSeconds, stepAfterPromote, stepForWeight, weightAt } from './plan'
import type { Plan } from './release'
import { canaryPercent, hasWeights, releaseWeights } from './weights'

const plan = (steps: Plan['steps']): Plan => ({ steps, rules: [], settleSeconds: 10 })

describe('linear plans', () => {
  it('goes 20-40-60-80-100 with a bake between', () => {
    const steps = linearSteps(20, 300, 0)
    expect(steps.flatMap((step) => (step.kind === 'weight' ? step.weight : []))).toEqual([
      20, 40, 60, 80, 100,
    ])
    expect(planSeconds(plan(steps))).toBe(1200)
  })

  it('only grows, ends at 100 and never bakes last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (step) => {
        const weights = linearSteps(step, 1, 0).flatMap((entry) =>
          entry.kind === 'weight' ? entry.weight : [],
        )
        expect(weights.at(-1)).toBe(100)
        expect(weights.every((weight, index) => index === 0 || weight > (weights[index - 1] ?? 0))).toBe(true)
      }),
    )
  })
})

describe('where a plan goes on', () => {
  const linear = plan(linearSteps(20, 300, 0))
  it('promotes from a bake, or from a weight, to the next weight', () => {
    expect(stepAfterPromote(linear, 1)).toBe(2)
    expect(stepAfterPromote(linear, 0)).toBe(2)
    expect(stepAfterPromote(linear, 8)).toBe(9)
    expect(weightAt(linear, 3)).toBe(40)
  })
  it('goes on at or above a live weight, never below it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (percent) => {
        expect(weightAt(linear, stepForWeight(linear, percent))).toBeGreaterThanOrEqual(percent)
      }),
    )
  })
})

describe('release weights', () => {
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
  it('keep the total and every other destination', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
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
