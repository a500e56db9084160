import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edgeFigures } from './edge-figures'
import { asked, meshOf, nobody, party, shop } from './sample-mesh'
import type { FigureRow } from './traffic'

const bounds = [1, 5, 10, 25, 50, 100, 250, 1000]
const into = 'version~sandbox~shop~frontend~v1|service~sandbox~shop~checkout|http'
const split = (version: string) =>
  `service~sandbox~shop~checkout|version~sandbox~shop~checkout~${version}|http`

/** A histogram of these durations, milliseconds, one request a second each. */
function figure(durations: readonly number[], more: Partial<FigureRow> = {}): FigureRow {
  return {
    reporter: 'source',
    source: party('frontend', 'v1'),
    destination: party('checkout', 'v1'),
    service: asked('checkout'),
    protocol: 'http',
    buckets: [...bounds, Number.POSITIVE_INFINITY].map((le) => ({
      le,
      rate: durations.filter((duration) => duration <= le).length,
    })),
    durationRate: durations.reduce((sum, duration) => sum + duration, 0),
    ...more,
  }
}
const figuresOf = (rows: readonly FigureRow[], level: 'versioned-app' | 'workload' = 'versioned-app') =>
  edgeFigures(rows, [meshOf(shop())], level)

const durations = fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 60 })

describe('bands', () => {
  test('hold the true quantile', () => {
    fc.assert(
      fc.property(durations, (times) => {
        const { latency, average } = figuresOf([figure(times)]).get(into) ?? {}
        const sorted = [...times].sort((a, b) => a - b)
        for (const [name, quantile] of [
          ['p50', 50],
          ['p95', 95],
          ['p99', 99],
        ] as const) {
          // The smallest duration that at least so many percent do not exceed.
          const exact = sorted[Math.ceil((quantile * sorted.length) / 100) - 1] ?? Number.NaN
          const { low = Number.NaN, high = Number.NaN } = latency?.[name] ?? {}
          expect(exact).toBeGreaterThanOrEqual(low)
          expect(exact).toBeLessThanOrEqual(high ?? Number.POSITIVE_INFINITY)
        }
        expect(average).toBeCloseTo(times.reduce((sum, time) => sum + time, 0) / times.length, 6)
      }),
    )
  })

  test('of several rows are those of one row with the sum', () => {
    fc.assert(
      fc.property(durations, durations, (some, others) => {
        const more = { requestBytesRate: 100, responseBytesRate: 10 }
        const apart = figuresOf([
          figure(some, more),
          figure(others, { ...more, destination: party('checkout', 'v2') }),
        ]).get(into)
        const joint = figuresOf([
          figure([...some, ...others], { requestBytesRate: 200, responseBytesRate: 20 }),
        ]).get(into)
        expect(apart).toEqual(joint)
      }),
    )
  })

  test('with other bounds are told by those that all have', () => {
    const coarse = {
      buckets: [
        { le: 25, rate: 10 },
        { le: Number.POSITIVE_INFINITY, rate: 10 },
      ],
    }
    const { latency } =
      figuresOf([figure([7, 7]), figure([], { destination: party('checkout', 'v2'), ...coarse })]).get(
        into,
      ) ?? {}
    expect(latency?.p50).toEqual({ low: 0, high: 25 })
  })
})

test('reporters are chosen as in the graph, and never added', () => {
  const found = figuresOf([
    figure([7], { requestBytesRate: 5 }),
    figure([900], { reporter: 'destination', requestBytesRate: 5 }),
    figure([900], { reporter: 'destination', source: nobody, requestBytesRate: 3 }),
  ])
  expect(found.get(into)).toMatchObject({ latency: { p99: { low: 5, high: 10 } }, requestBytesRate: 5 })
  expect(found.get(split('v1'))).toMatchObject({ requestBytesRate: 8 })
})

test('requests that reached no pod are timed with the service alone', () => {
  const found = figuresOf([figure([7, 7]), figure([900, 900], { destination: nobody })])
  expect(found.get(into)?.latency?.p99).toEqual({ low: 250, high: 1000 })
  expect(found.get(split('v1'))?.latency?.p99).toEqual({ low: 5, high: 10 })
})

test('tcp has bytes, no latency; without requests there is none either', () => {
  const tcp = figure([], { protocol: 'tcp', buckets: [], requestBytesRate: 1, responseBytesRate: 2 })
  const id = into.replace('http', 'tcp')
  const { durationRate: _none, ...bytes } = tcp
  expect(figuresOf([bytes]).get(id)).toEqual({ requestBytesRate: 1, responseBytesRate: 2 })
  expect(figuresOf([figure([])]).get(into)).toEqual({})
})
