import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DomainError } from '../errors'
import { applySplit, percentOf, totalOf } from './split'

const entries = (...weights: number[]) => weights.map((weight, index) => ({ key: `v${index + 1}`, weight }))

function fieldsOf(work: () => unknown): string[] {
  try {
    work()
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid') {
      return error.extras.fields?.map(({ path }) => path) ?? []
    }
    throw error
  }
  return []
}

describe('applySplit', () => {
  it('moves what is named and keeps the rest', () => {
    expect(applySplit(entries(90, 10), { weights: { v1: 80, v2: 20 } })).toEqual([80, 20])
    expect(applySplit(entries(5, 5, 1), { weights: { v1: 3, v2: 7 } })).toEqual([3, 7, 1])
    expect(applySplit(entries(50, 30, 20), { weights: { v2: 30 } })).toEqual([50, 30, 20])
  })

  it('rescales the unnamed to another total by largest remainder', () => {
    expect(applySplit(entries(5, 5, 1), { weights: { v1: 50, v2: 41 }, total: 100 })).toEqual([50, 41, 9])
    expect(applySplit(entries(1, 1, 1), { weights: { v1: 33 }, total: 100 })).toEqual([33, 34, 33])
  })

  it('takes 100 as the total of a rule without weights', () => {
    expect(applySplit(entries(0, 0), { weights: { v1: 100 } })).toEqual([100, 0])
  })

  it.each([
    [{ v1: 91 }, ['weights']],
    [{ v1: 89 }, ['weights']],
    [{ v3: 10 }, ['weights.v3']],
    [{ v1: -1, v2: 101 }, ['weights.v1']],
    [{ v1: 0.5 }, ['weights.v1']],
    [{ v1: '50' }, ['weights.v1']],
    [{ v1: Number.NaN }, ['weights.v1']],
    [{ v1: Number.POSITIVE_INFINITY }, ['weights.v1']],
    [{ v1: 1_000_001 }, ['weights.v1']],
    [{ v1: null, v2: [] }, ['weights.v1', 'weights.v2']],
    [
      JSON.parse('{"__proto__": 10, "constructor": 1}') as Record<string, unknown>,
      ['weights.__proto__', 'weights.constructor'],
    ],
  ])('refuses %j, naming %j', (weights, fields) => {
    expect(fieldsOf(() => applySplit(entries(90, 10), { weights }))).toEqual(fields)
  })

  it.each([0, -1, 0.5, Number.NaN])('refuses the total %d', (total) => {
    expect(fieldsOf(() => applySplit(entries(90, 10), { weights: { v1: 90 }, total }))).toEqual(['total'])
  })

  it('takes any name of a destination', () => {
    const keys = ['__proto__', 'toString', 'v"2"', 'ein 🐦']
    const odd = keys.map((key) => ({ key, weight: 25 }))
    const weights = JSON.parse('{"__proto__": 40, "toString": 10}') as Record<string, unknown>
    expect(applySplit(odd, { weights })).toEqual([40, 10, 25, 25])
  })

  it('always sums to the total when what is asked can be had', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.nat(5),
        (weights, total, named) => {
          const all = entries(...weights)
          const key = all[named % all.length]?.key ?? ''
          const rest = restAfter(all, key, total)
          fc.pre(rest <= total)
          const result = applySplit(all, { weights: { [key]: total - rest }, total })
          expect(result.reduce((a, b) => a + b, 0)).toBe(total)
          expect(result.every((weight) => Number.isInteger(weight) && weight >= 0)).toBe(true)
          for (const [index, { weight }] of all.entries()) {
            const quota = totalOf(all) > 0 ? (weight * total) / totalOf(all) : 0
            if (all[index]?.key !== key) expect(Math.abs((result[index] ?? 0) - quota)).toBeLessThanOrEqual(1)
          }
        },
      ),
    )
  })
})

/** The nearest whole number to the share of all but one. */
function restAfter(all: { key: string; weight: number }[], key: string, total: number): number {
  const present = totalOf(all)
  const others = totalOf(all.filter((entry) => entry.key !== key))
  if (present === 0) return 0
  return present === total ? others : Math.round((others * total) / present)
}

describe('percentOf', () => {
  it('is a share of the total, and 0 of nothing', () => {
    expect(percentOf(5, 11)).toBeCloseTo(45.4545)
    expect(percentOf(0, 0)).toBe(0)
  })
})
