import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDomainError } from '../errors'
import { attainableSplits, nearestCounts, replicaSplit, sharedAmong, steadiest } from './attainable'
import { percentOf } from './split'

const entries = (...weights: number[]) => weights.map((weight, index) => ({ key: `v${index + 1}`, weight }))

function refusal(work: () => unknown) {
  try {
    work()
  } catch (error) {
    if (isDomainError(error))
      return { code: error.code, nearest: error.extras.nearest, message: error.message }
    throw error
  }
  return undefined
}

/** All divisions of a total among some versions, for comparison. */
function divisions(total: number, versions: number): number[][] {
  if (versions === 1) return [[total]]
  return Array.from({ length: total + 1 }, (_, first) =>
    divisions(total - first, versions - 1).map((rest) => [first, ...rest]),
  ).flat()
}

describe('attainableSplits', () => {
  it('lists the counts that the canary can have, the stable version taking the rest', () => {
    expect(attainableSplits(4, entries(3, 1))).toEqual([0, 1, 2, 3, 4])
    expect(attainableSplits(10, entries(2, 8))).toHaveLength(11)
  })

  it('leaves the pods of further versions where they are', () => {
    expect(attainableSplits(10, entries(6, 1, 3))).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('stops at the bounds of both', () => {
    const pinned = { min: 3, max: 3, orZero: true }
    expect(attainableSplits(4, [{ weight: 3, bounds: pinned }, { weight: 1 }])).toEqual([1, 4])
    expect(attainableSplits(9, [{ weight: 7 }, { weight: 2, bounds: { min: 2, max: 4 } }])).toEqual([2, 3, 4])
  })

  it('has nothing to offer to one version alone', () => {
    expect(attainableSplits(4, entries(4))).toEqual([])
    expect(attainableSplits(0, [])).toEqual([])
  })

  it('takes the version with the most pods as the stable one, the first of equals', () => {
    expect(steadiest(entries(1, 3, 2))).toBe(1)
    expect(steadiest(entries(2, 2))).toBe(0)
  })
})

describe('nearestCounts', () => {
  it('gives the whole total away, and no other division comes nearer', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.nat(100), { minLength: 2, maxLength: 3 })
          .filter((shares) => shares.some((share) => share > 0)),
        fc.integer({ min: 1, max: 12 }),
        (shares, total) => {
          const counts = nearestCounts(shares, total)
          const sum = shares.reduce((a, b) => a + b, 0)
          const far = (split: number[]) =>
            Math.max(...split.map((count, index) => Math.abs(count / total - (shares[index] ?? 0) / sum)))
          expect(counts.reduce((a, b) => a + b, 0)).toBe(total)
          expect(counts.every((count) => Number.isInteger(count) && count >= 0)).toBe(true)
          const best = Math.min(...divisions(total, shares.length).map(far))
          expect(far(counts)).toBeLessThanOrEqual(best + 1e-9)
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('gives nothing to a share of nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 500 }), (share, total) => {
        expect(nearestCounts([share, 0, 100 - share], total)[1]).toBe(0)
      }),
    )
  })
})

describe('replicaSplit', () => {
  it('takes counts as they are, and another number of pods as a new total', () => {
    expect(replicaSplit(entries(8, 2), { weights: { v1: 7, v2: 3 } })).toEqual([7, 3])
    expect(replicaSplit(entries(8, 2), { weights: { v1: 8, v2: 4 }, total: 12 })).toEqual([8, 4])
    expect(replicaSplit(entries(90, 10), { weights: { v1: 50, v2: 50 }, total: 100 })).toEqual([50, 50])
  })

  it('takes a total of 100 as percents of the pods there are', () => {
    expect(replicaSplit(entries(8, 2), { weights: { v1: 70, v2: 30 }, total: 100 })).toEqual([7, 3])
    expect(replicaSplit(entries(3, 0), { weights: { v1: 67, v2: 33 }, total: 100 })).toEqual([2, 1])
  })

  it('refuses percents that whole pods cannot give, with the nearest in pods', () => {
    const ninetyNine = () => replicaSplit(entries(8, 2), { weights: { v1: 99, v2: 1 }, total: 100 })
    expect(refusal(ninetyNine)).toMatchObject({ code: 'unattainable', nearest: { v1: 10, v2: 0 } })
    expect(refusal(ninetyNine)?.message).toContain('10 pods')
  })

  it('wants a number of pods where there are none', () => {
    const none = entries(0, 0)
    expect(refusal(() => replicaSplit(none, { weights: { v1: 100 } }))?.code).toBe('invalid')
    expect(refusal(() => replicaSplit(none, { weights: { v1: 100, v2: 0 }, total: 100 }))?.code).toBe(
      'invalid',
    )
    expect(replicaSplit(none, { weights: { v1: 3, v2: 1 }, total: 4 })).toEqual([3, 1])
  })

  it('accepts a percent exactly where every weight is within half a point, and keeps the pods', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { minLength: 2, maxLength: 3 }).filter((counts) => {
          const pods = counts.reduce((a, b) => a + b, 0)
          return pods > 0 && pods !== 100 && pods < 40
        }),
        fc.nat(100),
        fc.nat(100),
        (counts, one, two) => {
          const [first, second] = [Math.max(one, two), Math.min(one, two)]
          const split = counts.length === 2 ? [first, 100 - first] : [100 - first, first - second, second]
          const list = entries(...counts)
          const weights = Object.fromEntries(list.map(({ key }, index) => [key, split[index] ?? 0]))
          const pods = counts.reduce((a, b) => a + b, 0)
          const fits = (candidate: number[]) =>
            candidate.every(
              (count, index) => Math.abs(percentOf(count, pods) - (split[index] ?? 0)) <= 0.5 + 1e-9,
            )
          const possible = divisions(pods, counts.length).some(fits)
          const refused = refusal(() => {
            const result = replicaSplit(list, { weights, total: 100 })
            expect(result.reduce((a, b) => a + b, 0)).toBe(pods)
            expect(fits(result)).toBe(true)
          })
          expect(refused?.code).toBe(possible ? undefined : 'unattainable')
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('sharedAmong', () => {
  it('keeps proportions, and starts evenly from nothing', () => {
    expect(sharedAmong(9, [4, 2])).toEqual([6, 3])
    expect(sharedAmong(5, [0, 0])).toEqual([3, 2])
    expect(sharedAmong(0, [4, 2])).toEqual([0, 0])
  })
})
