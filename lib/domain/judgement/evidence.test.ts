import { describe, expect, test } from 'vitest'
import { beginGoodEnough, addGoodEnough, goodEnoughValue, largestRateOf } from './good-enough'
import { requestWords, rateWords, ratioWords, shareWords } from './figures'
import { evenBets, logMixture } from './mixture'
import { addToBand, noBand, ratioBand } from './ratio-band'
import { rateEvidence } from './rate-evidence'
import { ratioEvidence } from './ratio-evidence'
import { requestsNeeded } from './requests-needed'

const binomial = (n: number, k: number, p: number): number => {
  let choose = 1
  for (let i = 0; i < k; i += 1) choose = (choose * (n - i)) / (i + 1)
  return choose * p ** k * (1 - p) ** (n - k)
}

/** Mean of exp(evidence) over all ways that K failures can divide when the true ratio is `truth`. */
function meanOfRatio(truth: number, rho: number, against: number): number {
  const [canary, control, failures] = [300, 700, 6]
  let mean = 0
  for (let bad = 0; bad <= failures; bad += 1) {
    const counts = {
      canary: { total: canary, bad },
      control: { total: control, bad: failures - bad },
    }
    const share = (truth * canary) / (truth * canary + control)
    mean += binomial(failures, bad, share) * Math.exp(ratioEvidence(counts, rho, against))
  }
  return mean
}

describe('evidence has a mean of at most 1 under what it is against', () => {
  test.each([1.25, 3, 10])('for the ratio %s against at most 1', (rho) => {
    expect(meanOfRatio(1, rho, 1)).toBeCloseTo(1, 10)
    expect(meanOfRatio(0.4, rho, 1)).toBeLessThan(1)
    expect(meanOfRatio(rho, rho, 1)).toBeGreaterThan(1)
  })

  test.each([0.2, 1, 1.4])('for the ratio %s against at least 2', (rho) => {
    expect(meanOfRatio(2, rho, 2)).toBeCloseTo(1, 10)
    expect(meanOfRatio(5, rho, 2)).toBeLessThan(1)
    expect(meanOfRatio(rho, rho, 2)).toBeGreaterThan(1)
  })

  test('for a rate against a larger one', () => {
    const mean = (truth: number) => {
      let sum = 0
      for (let bad = 0; bad <= 50; bad += 1)
        sum += binomial(50, bad, truth) * Math.exp(rateEvidence({ total: 50, bad }, 0.01, 0.05))
      return sum
    }
    expect(mean(0.05)).toBeCloseTo(1, 10)
    expect(mean(0.2)).toBeLessThan(1)
    expect(mean(0.01)).toBeGreaterThan(1)
  })
})

test('a side without requests says nothing', () => {
  const none = { total: 0, bad: 0 }
  expect(ratioEvidence({ canary: { total: 9, bad: 9 }, control: none }, 2, 1)).toBe(0)
  expect(ratioEvidence({ canary: none, control: { total: 9, bad: 9 } }, 2, 1)).toBe(0)
})

test('a mixture does not overflow', () => {
  const bets = evenBets([1, 2])
  expect(logMixture(bets, [5000, 4000])).toBeCloseTo(5000 - Math.log(2), 9)
  expect(logMixture(bets, [-5000, -9000])).toBeCloseTo(-5000 - Math.log(2), 9)
})

describe('the largest acceptable rate', () => {
  test.each([
    ['the objective leaves it', 2, 99, { total: 1000, bad: 500 }, 0.01, 0.01],
    ['at least 0.5 %', 2, undefined, { total: 100_000, bad: 1 }, 0.005, 0.005],
    ['without anything seen', 2, undefined, { total: 0, bad: 0 }, 0.005, 0.005],
    ['δ times what the control does', 2, undefined, { total: 1_000_000, bad: 10_000 }, 0.0197, 0.02],
    ['one chance failure is no rate', 2, undefined, { total: 20, bad: 1 }, 0.005, 0.06],
    ['never more than half', 100, undefined, { total: 1000, bad: 500 }, 0.5, 0.5],
  ])('%s', (_what, maxRatio, slo, before, low, high) => {
    const rate = largestRateOf(maxRatio, slo, before)
    expect(rate).toBeGreaterThanOrEqual(low)
    expect(rate).toBeLessThanOrEqual(high)
  })
})

test('the same counts weigh less when failures cluster', () => {
  const counts = { canary: { total: 1000, bad: 1 }, control: { total: 9000, bad: 40 } }
  const value = (phi: number) => goodEnoughValue(addGoodEnough(beginGoodEnough(0.01), counts, 2, phi), 2)
  expect(value(1)).toBeGreaterThan(value(3))
  expect(value(3)).toBeGreaterThan(1)
})

describe('the band', () => {
  const band = (canary: number, control: number, times = 1) => {
    let all: readonly number[] = noBand
    for (let at = 0; at < times; at += 1)
      all = addToBand(
        all,
        { canary: { total: 1000, bad: canary }, control: { total: 1000, bad: control } },
        1,
      )
    return ratioBand(all)
  }

  test('holds the observed ratio and narrows', () => {
    const [few, many] = [band(30, 20), band(30, 20, 100)]
    expect(few.low).toBeLessThan(1)
    expect(many.low).toBeGreaterThan(1.3)
    expect(many.low).toBeLessThan(1.5)
    expect(many.high ?? 0).toBeGreaterThan(1.5)
    expect(many.high ?? 9).toBeLessThan(1.7)
  })

  test('has no end where one side has no failures', () => {
    expect(band(20, 0).high).toBeNull()
    expect(band(20, 0).low).toBeGreaterThan(1)
    expect(band(0, 20).low).toBe(0)
    expect(band(0, 20).high ?? 9).toBeLessThan(1)
  })
})

test('the requests needed are the fewest that do, to about 1 %', () => {
  for (const wanted of [1, 63, 64, 65, 1000, 123_456]) {
    const found = requestsNeeded((requests) => requests, wanted) ?? 0
    expect(found).toBeGreaterThanOrEqual(wanted)
    expect(found).toBeLessThanOrEqual(wanted * 1.02 + 1)
  }
  expect(requestsNeeded(() => 0, 1)).toBeUndefined()
})

test('figures in words', () => {
  expect(
    ['0', '3', '160', '999999'].map((bad) => shareWords({ total: 1_000_000, bad: Number(bad) })),
  ).toEqual(['0 %', 'less than 0.01 %', '0.02 %', '99.9 %'])
  expect(shareWords({ total: 10, bad: 10 })).toBe('100 %')
  expect(requestWords(1)).toBe('1 request')
  expect(requestWords(1_234_567)).toBe('1,234,567 requests')
  expect(rateWords(0.0055)).toBe('0.55 %')
  expect([ratioWords(31.4), ratioWords(2.44)]).toEqual(['31', '2.4'])
})
