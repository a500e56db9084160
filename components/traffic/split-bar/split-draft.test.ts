import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RuleDto } from '@/lib/contracts/services'
import {
  changedWeights,
  draftOf,
  isChanged,
  moveBoundary,
  pairAt,
  rangeOf,
  rebase,
  setSegment,
  stepBoundary,
  toggleLock,
  weightOfPercent,
  type SplitDraft,
} from './split-draft'

function ruleOf(weights: number[], extra: Partial<RuleDto> = {}): RuleDto {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const destinations = weights.map((weight, index) => ({
    key: `v${index + 1}`,
    version: `v${index + 1}`,
    host: 'checkout',
    weight,
    percent: total > 0 ? (weight / total) * 100 : 0,
  }))
  return { id: 'main', match: [], total, destinations, mirrors: [], ...extra }
}
const draft = (...weights: number[]) => draftOf(ruleOf(weights), 'rev-1')
const sum = (weights: readonly number[]) => weights.reduce((total, weight) => total + weight, 0)

describe('two versions', () => {
  it('moves a boundary and clamps it', () => {
    expect(moveBoundary(draft(90, 10), 0, 75).weights).toEqual([75, 25])
    expect(moveBoundary(draft(90, 10), 0, 180).weights).toEqual([100, 0])
    expect(moveBoundary(draft(90, 10), 0, -4).weights).toEqual([0, 100])
    expect(moveBoundary(draft(90, 10), 0, Number.NaN).weights).toEqual([90, 10])
  })
  it('steps by one and by ten, to the end and no further', () => {
    expect(stepBoundary(draft(90, 10), 0, -1).weights).toEqual([89, 11])
    expect(stepBoundary(draft(95, 5), 0, 10).weights).toEqual([100, 0])
  })
  it('takes presets on the rule’s own scale', () => {
    const scaled = draft(10, 1)
    expect(weightOfPercent(scaled, 50)).toBe(6)
    expect(setSegment(scaled, 1, weightOfPercent(scaled, 100)).weights).toEqual([0, 11])
  })
  it('uses a scale of 100 where nothing is weighted', () => {
    expect(draft(0, 0).total).toBe(100)
  })
})

describe('more versions', () => {
  it('takes from the neighbour and leaves the others', () => {
    expect(moveBoundary(draft(60, 30, 10), 1, 80).weights).toEqual([60, 20, 20])
  })
  it('passes over locked segments', () => {
    const locked = toggleLock(draft(60, 30, 10), 1)
    expect(pairAt(locked, 1)).toEqual([0, 2])
    expect(stepBoundary(locked, 1, -5).weights).toEqual([55, 30, 15])
  })
  it('does not move without an unlocked segment on both sides', () => {
    const locked = toggleLock(draft(60, 30, 10), 2)
    expect(pairAt(locked, 1)).toBeNull()
    expect(rangeOf(locked, 1)).toEqual({ low: 90, high: 90 })
    expect(moveBoundary(locked, 1, 70)).toBe(locked)
  })
  it('goes on to the next neighbour when the first has no more', () => {
    expect(setSegment(draft(60, 30, 10), 2, 50).weights).toEqual([50, 0, 50])
  })
  it('gives back to the nearest neighbour', () => {
    expect(setSegment(draft(60, 30, 10), 2, 0).weights).toEqual([60, 40, 0])
  })
})

describe('replicas', () => {
  const replicas = (weights: number[], attainable: number[]) =>
    draftOf(ruleOf(weights, { attainable }), 'rev-1', 'v1')

  it('goes from stop to stop', () => {
    const start = replicas([8, 2], [0, 2, 5, 10])
    expect(stepBoundary(start, 0, -1).weights).toEqual([5, 5])
    expect(stepBoundary(start, 0, 1).weights).toEqual([10, 0])
    expect(stepBoundary(start, 0, -10).weights).toEqual([0, 10])
  })
  it('snaps a drag and a typed number to the nearest stop', () => {
    const start = replicas([8, 2], [0, 2, 5, 10])
    expect(moveBoundary(start, 0, 4).weights).toEqual([5, 5])
    expect(setSegment(start, 1, 9).weights).toEqual([0, 10])
    expect(setSegment(start, 0, 6).weights).toEqual([5, 5])
  })
})

describe('a route that changes under the draft', () => {
  it('keeps the draft on the new revision, by key', () => {
    const mine = moveBoundary(draft(90, 10), 0, 75)
    const theirs = ruleOf([80, 20])
    theirs.destinations.reverse()
    const kept = rebase(mine, theirs, 'rev-2')
    expect(kept).toMatchObject({ keys: ['v2', 'v1'], weights: [25, 75], base: [20, 80], revision: 'rev-2' })
  })
  it('keeps nothing when destinations or the scale differ', () => {
    expect(rebase(draft(90, 10), ruleOf([80, 10, 10]), 'rev-2')).toBeNull()
    expect(rebase(draft(90, 10), ruleOf([9, 1]), 'rev-2')).toBeNull()
  })
})

describe('what is sent', () => {
  it('names only the destinations that change', () => {
    const moved = moveBoundary(draft(60, 30, 10), 1, 80)
    expect(changedWeights(moved)).toEqual({ v2: 20, v3: 20 })
    expect(isChanged(moved)).toBe(true)
    expect(isChanged(moveBoundary(moved, 1, 90))).toBe(false)
  })
})

const anyDraft = fc
  .record({
    weights: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 6 }),
    locks: fc.array(fc.nat({ max: 5 }), { maxLength: 3 }),
  })
  .map(({ weights, locks }): SplitDraft => ({
    ...draft(...weights),
    locked: [...new Set(locks)].filter((index) => index < weights.length),
  }))

describe('always', () => {
  it('keeps the sum, stays whole and not negative, and touches at most two unlocked segments on a drag', () => {
    fc.assert(
      fc.property(
        anyDraft,
        fc.nat({ max: 5 }),
        fc.double({ min: -2000, max: 8000, noNaN: true }),
        (start, at, to) => {
          const boundary = at % (start.keys.length - 1)
          const moved = moveBoundary(start, boundary, to)
          const changed = moved.weights.flatMap((weight, index) =>
            weight === start.weights[index] ? [] : [index],
          )
          expect(sum(moved.weights)).toBe(sum(start.weights))
          expect(moved.weights.every((weight) => Number.isInteger(weight) && weight >= 0)).toBe(true)
          expect(changed.length === 0 || changed.length === 2).toBe(true)
          expect(changed.some((index) => start.locked.includes(index))).toBe(false)
        },
      ),
    )
  })
  it('keeps the sum and the locked ones when a number is typed', () => {
    fc.assert(
      fc.property(anyDraft, fc.nat({ max: 5 }), fc.integer({ min: -50, max: 9000 }), (start, at, weight) => {
        const index = at % start.keys.length
        const moved = setSegment(start, index, weight)
        expect(sum(moved.weights)).toBe(sum(start.weights))
        expect(moved.weights.every((entry) => entry >= 0)).toBe(true)
        for (const lock of start.locked) expect(moved.weights[lock]).toBe(start.weights[lock])
      }),
    )
  })
  it('lands on a stop, or stays, where only stops can be had', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 40 }),
        fc.uniqueArray(fc.nat({ max: 40 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: -5, max: 45 }),
        (pods, stops, to) => {
          const attainable = stops.filter((stop) => stop <= pods)
          if (attainable.length === 0) return
          const start = draftOf(ruleOf([pods, 0], { attainable: [0, ...attainable] }), 'rev-1', 'v1')
          const moved = moveBoundary(start, 0, to)
          expect([0, ...attainable]).toContain(moved.weights[1])
          expect(sum(moved.weights)).toBe(pods)
        },
      ),
    )
  })
})
