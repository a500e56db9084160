import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Measured } from '@/lib/domain/ports'
import { measureService } from './measure-service'
import { istioSeries } from './service-series'
import { clientOver, scraped, type ScrapedTarget } from './simulated-scrapes.fixture'

const service = { cluster: 'c', namespace: 'shop', name: 'checkout' }
const source = istioSeries(service, [])
const scrapeSeconds = 2
const scrapeMs = scrapeSeconds * 1000
const begin = 1_700_000_000_000

const increments = fc.array(fc.nat({ max: 40 }), { minLength: 60, maxLength: 60 })
const series = fc.record({
  version: fc.constantFrom('v1', 'v2'),
  code: fc.constantFrom('200', '503'),
  /** The scrape at which the series is first there. */
  bornAt: fc.oneof(fc.constant(0), fc.nat({ max: 50 })),
  increments,
  resets: fc.array(fc.nat({ max: 59 }), { maxLength: 3 }),
})
const target = fc.record({
  offset: fc.nat({ max: scrapeMs - 1 }),
  startsAt: fc.oneof(fc.constant(0), fc.nat({ max: 40 })),
  missed: fc.array(fc.nat({ max: 59 }), { maxLength: 4 }),
  /** Milliseconds until each scrape can be asked for. */
  delays: fc.array(fc.nat({ max: scrapeMs - 300 }), { minLength: 60, maxLength: 60 }),
  series: fc.array(series, { minLength: 1, maxLength: 3 }),
})

async function measureOn(targets: readonly ScrapedTarget[], from: number, times: readonly number[]) {
  const client = clientOver(targets)
  const answers: { from: number; measured: Measured }[] = []
  let since = from
  for (const to of times) {
    const measured = await measureService(
      client,
      source,
      { from: new Date(since), to: new Date(to), slowerThan: [] },
      scrapeSeconds,
    )
    answers.push({ from: since, measured })
    since = Date.parse(measured.to)
  }
  return answers
}

describe('measurements that follow one another', () => {
  test('count every request once: offsets, late and missed scrapes, resets, new series and targets', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(target, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 100, max: 9000 }), { minLength: 1, maxLength: 30 }),
        async (plans, pauses) => {
          const targets = plans.map((plan, index) => scraped(plan, { begin, scrapeMs, name: `t${index}` }))
          const from = begin + 5 * scrapeMs
          const times = pauses.map((_pause, index) =>
            pauses.slice(0, index + 1).reduce((sum, pause) => sum + pause, from),
          )
          const answers = await measureOn(targets, from, times)
          const end = Date.parse(answers.at(-1)?.measured.to ?? '')
          const truth = (failed: boolean, version: string) =>
            targets
              .flatMap(({ truth: own }) => own)
              .filter((one) => one.version === version && (!failed || one.code === '503'))
              .filter(({ time }) => time > from && time <= end)
              .reduce((sum, { grown }) => sum + grown, 0)
          for (const version of ['v1', 'v2']) {
            const of = (read: 'requests' | 'failures') =>
              answers.reduce((sum, { measured }) => sum + (measured.versions[version]?.[read] ?? 0), 0)
            expect(of('requests')).toBe(truth(false, version))
            expect(of('failures')).toBe(truth(true, version))
          }
          for (const { from: since, measured } of answers)
            expect(Date.parse(measured.to)).toBeGreaterThanOrEqual(since)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('one target alone is never waited for', async () => {
    const steady = scraped(
      {
        offset: 0,
        startsAt: 0,
        missed: [],
        delays: new Array<number>(60).fill(0),
        series: [
          { version: 'v1', code: '200', bornAt: 0, increments: new Array<number>(60).fill(5), resets: [] },
        ],
      },
      { begin, scrapeMs, name: 'a' },
    )
    const from = begin + 5 * scrapeMs
    const [first] = await measureOn([steady], from, [from + 3 * scrapeMs + 10])
    expect(first?.measured).toMatchObject({
      to: new Date(from + 3 * scrapeMs).toISOString(),
      complete: true,
      versions: { v1: { requests: 15, failures: 0, slow: {} } },
    })
  })
})
