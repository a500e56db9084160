import { describe, expect, test } from 'vitest'
import { countsOf, interval, seeded } from './simulated-counts'
import { verifySplit, type SplitVerification } from './split-verification'

const rps = 150
const scrapeSeconds = 2
const perScrape = rps * scrapeSeconds

const split = (canary: number) => [
  { version: 'v1', percent: 100 - canary },
  { version: 'v2', percent: canary },
]

/** Asks after every scrape; ends when `until` holds. Seconds are those of traffic seen. */
function watch(
  random: () => number,
  desired: number,
  real: number,
  scrapes: number,
  until: (verification: SplitVerification) => boolean,
  cluster = 1,
): { seconds: number; last: SplitVerification } | undefined {
  const canary: number[] = []
  const stable: number[] = []
  for (let scrape = 1; scrape <= scrapes; scrape += 1) {
    const hits = interval(random, perScrape, real / 100, cluster)
    canary.push(hits)
    stable.push(perScrape - hits)
    const last = verifySplit(split(desired), countsOf({ v1: stable, v2: canary }))
    if (until(last)) return { seconds: scrape * scrapeSeconds, last }
  }
  return undefined
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

describe('how long it takes at 150 requests a second', () => {
  test.each([
    { desired: 10, within: 25 },
    { desired: 2, within: 45 },
    { desired: 50, within: 25 },
    { desired: 0, within: 12 },
  ])('a correct split of $desired % verifies within about $within s', ({ desired, within }) => {
    const random = seeded(desired + 1)
    const times = Array.from(
      { length: 40 },
      () => watch(random, desired, desired, 60, ({ state }) => state === 'verified')?.seconds ?? 999,
    )
    expect(median(times)).toBeLessThanOrEqual(within)
    expect(Math.max(...times)).toBeLessThan(2.5 * within)
  })

  test('a canary that gets nothing at 10 % is off within 20 s', () => {
    const found = watch(seeded(3), 10, 0, 60, ({ state }) => state === 'off')
    expect(found?.seconds).toBeLessThanOrEqual(20)
    expect(found?.last.reason).toContain('v1 gets 100 %')
  })

  test('twice the wanted share is off', () => {
    expect(watch(seeded(4), 10, 20, 30, ({ state }) => state === 'off')).toBeDefined()
  })

  test('a canary at weight 0 that gets 3 % is off, and never verified', () => {
    const end = watch(seeded(5), 0, 3, 60, ({ state }) => state === 'off' || state === 'verified')
    expect(end?.last.state).toBe('off')
  })
})

describe('errors over long runs, asked after every scrape', () => {
  test.each([1, 10, 50])('a correct split of %s % is never called off', (desired) => {
    const random = seeded(100 + desired)
    const wrong = Array.from({ length: 100 }, () =>
      watch(random, desired, desired, 150, ({ state }) => state === 'off'),
    )
    expect(wrong.filter((found) => found !== undefined)).toHaveLength(0)
  })

  test('the 99.9 % sequence holds the true share in at least 99 % of long runs', () => {
    const random = seeded(7)
    const missed = Array.from({ length: 200 }, () =>
      watch(random, 10, 10, 150, ({ versions }) =>
        versions.some(({ version, low, high }) => {
          const truth = version === 'v2' ? 10 : 90
          return truth < low || truth > high
        }),
      ),
    ).filter((found) => found !== undefined)
    expect(missed.length).toBeLessThanOrEqual(2)
  })

  test('requests in clusters of 20 are never called off when the split is right', () => {
    const random = seeded(8)
    const states = Array.from({ length: 50 }, () =>
      watch(random, 10, 10, 60, ({ state }) => state === 'off', 20),
    )
    expect(states.filter((found) => found !== undefined)).toHaveLength(0)
  })

  test('a split outside the tolerance is never called verified', () => {
    const random = seeded(9)
    const wrong = Array.from({ length: 50 }, () =>
      watch(random, 10, 14, 100, ({ state }) => state === 'verified'),
    )
    expect(wrong.filter((found) => found !== undefined)).toHaveLength(0)
  })
})

describe('what is said', () => {
  const steady = (value: number, length = 20) => new Array<number>(length).fill(value)

  test('without metrics nothing is verified', () => {
    expect(verifySplit(split(10), undefined)).toMatchObject({ state: 'unverifiable', reason: 'no-metrics' })
  })

  test('without requests it converges, with the requests still needed', () => {
    const verification = verifySplit(split(10), countsOf({}))
    expect(verification).toMatchObject({ state: 'converging', requestsSeen: 0 })
    expect(verification.requestsNeeded).toBeGreaterThan(1500)
    expect(verification.requestsNeeded).toBeLessThan(5000)
    expect(verification.versions).toEqual([
      { version: 'v1', percent: 0, low: 0, high: 100 },
      { version: 'v2', percent: 0, low: 0, high: 100 },
    ])
  })

  test('the requests needed shrink as requests come in', () => {
    const few = verifySplit(split(10), countsOf({ v1: steady(27), v2: steady(3) }))
    const more = verifySplit(split(10), countsOf({ v1: steady(45), v2: steady(5) }))
    expect(few.state).toBe('converging')
    expect(more.requestsNeeded ?? 0).toBeLessThan(few.requestsNeeded ?? 0)
  })

  test('the only destination is verified when all requests go there', () => {
    const only = [{ version: 'v1', percent: 100 }]
    expect(verifySplit(only, countsOf({ v1: [5] })).state).toBe('verified')
    expect(verifySplit(only, countsOf({ v1: steady(100), v0: steady(100) })).state).toBe('off')
  })

  test('a version that no rule names is held against 0 %', () => {
    const verification = verifySplit(
      split(50),
      countsOf({ v1: steady(100), v2: steady(100), v3: steady(30) }),
    )
    expect(verification.state).toBe('off')
    expect(verification.versions.map(({ version }) => version)).toEqual(['v1', 'v2', 'v3'])
  })

  test('stickiness, settling and missing data are said', () => {
    const counts = countsOf({ v1: steady(900), v2: steady(100) })
    expect(verifySplit(split(10), counts).state).toBe('verified')
    expect(verifySplit(split(10), counts, { sticky: 'cookie' })).toMatchObject({
      state: 'unverifiable',
      reason: 'sticky',
    })
    expect(verifySplit(split(10), counts, { settledSince: '2026-01-01T00:20:00Z' }).state).toBe('converging')
    expect(verifySplit(split(10), { ...counts, complete: false }).state).toBe('converging')
    expect(verifySplit(split(10), countsOf({ v1: steady(6000, 3), v2: steady(600, 3) })).state).toBe(
      'converging',
    )
  })

  test('traffic that comes by the connection cannot be verified', () => {
    const random = seeded(10)
    const hits = Array.from({ length: 60 }, () => interval(random, perScrape, 0.1, 30))
    const verification = verifySplit(
      split(10),
      countsOf({ v1: hits.map((hit) => perScrape - hit), v2: hits }),
    )
    expect(verification).toMatchObject({ state: 'unverifiable', reason: 'overdispersed' })
  })
})
