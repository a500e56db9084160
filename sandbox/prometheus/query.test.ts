import { describe, expect, test } from 'vitest'
import type { Sample } from '../traffic/sample'
import { Evaluation } from './evaluate'
import { instantData } from './format'
import { bucketQuantile } from './histogram-quantile'
import { parseQuery } from './parse'
import { SeriesStore } from './series-store'

/** A store with one sample every `every` seconds from time 0; undefined values are absent from that scrape. */
function storeOf(series: Record<string, (number | undefined)[]>, every = 10): SeriesStore {
  const store = new SeriesStore(10_000)
  const parsed = Object.entries(series).map(([text, values]) => {
    const [name = '', rest = ''] = text.split('{')
    const labels = Object.fromEntries(
      [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key ?? '', value ?? '']),
    )
    return { sample: { name, labels, value: 0 } satisfies Sample, values }
  })
  const scrapes = Math.max(...parsed.map((item) => item.values.length))
  for (let scrape = 0; scrape < scrapes; scrape += 1) {
    const present = parsed.flatMap(({ sample, values }) => {
      const value = values[scrape]
      if (value === undefined) return []
      sample.value = value
      return [sample]
    })
    store.append(scrape * every * 1000, present, {})
  }
  return store
}

/** The result of an instant query at `seconds`, as the API prints it: `metric` JSON to value. */
function ask(store: SeriesStore, query: string, seconds: number): Record<string, string> {
  const time = seconds * 1000
  const data = instantData(new Evaluation(store, time, time).at(parseQuery(query), time), time) as
    | { resultType: 'scalar'; result: [number, string] }
    | { resultType: 'vector'; result: { metric: object; value: [number, string] }[] }
  if (data.resultType === 'scalar') return { scalar: data.result[1] }
  return Object.fromEntries(data.result.map(({ metric, value }) => [JSON.stringify(metric), value[1]]))
}

function only(store: SeriesStore, query: string, seconds: number): number {
  const values = Object.values(ask(store, query, seconds))
  expect(values, query).toHaveLength(1)
  return Number(values[0])
}

describe('rate, increase and delta extrapolate as documented', () => {
  const steady = storeOf({ c_total: [0, 10, 20, 30, 40, 50, 60] })

  test('to both ends of the range when samples are near them', () => {
    // 15…60 s hold 20 to 60 at 20…60 s; 5 s more at the start.
    expect(only(steady, 'increase(c_total[45s])', 60)).toBeCloseTo(45)
    expect(only(steady, 'rate(c_total[45s])', 60)).toBeCloseTo(1)
  })

  test('by half an interval where the range is not filled', () => {
    // Samples 0…60 in a range of 300 s that ends at 60 s; the counter cannot have been below zero before.
    expect(only(steady, 'increase(c_total[300s])', 60)).toBeCloseTo(60)
    const late = storeOf({ c_total: [...Array<undefined>(20), 100, 110, 120] })
    expect(only(late, 'increase(c_total[100s])', 220)).toBeCloseTo(25)
  })

  test('a counter is never extrapolated below zero', () => {
    const young = storeOf({ c_total: [undefined, 2, 12, 22] })
    expect(only(young, 'increase(c_total[25s])', 30)).toBeCloseTo(22)
    expect(only(young, 'delta(c_total[25s])', 30)).toBeCloseTo(25)
  })

  test('a reset counts from zero', () => {
    const reset = storeOf({ c_total: [100, 110, 5, 15] })
    expect(only(reset, 'increase(c_total[30s])', 30)).toBe(25)
    expect(only(reset, 'resets(c_total[40s])', 30)).toBe(1)
    expect(only(reset, 'irate(c_total[40s])', 20)).toBeCloseTo(0.5)
  })

  test('one sample is not enough', () => {
    expect(ask(steady, 'rate(c_total[9s])', 60)).toEqual({})
  })
})

describe('histogram_quantile', () => {
  const bounds = [
    { upper: 10, count: 10 },
    { upper: 20, count: 30 },
    { upper: Infinity, count: 40 },
  ]

  test('is linear inside a bucket and stops at the last finite bound', () => {
    expect(bucketQuantile(0.5, bounds)).toBe(15)
    expect(bucketQuantile(0.125, bounds)).toBe(5)
    expect(bucketQuantile(0.99, bounds)).toBe(20)
  })

  test('has no answer without requests or without +Inf', () => {
    expect(
      bucketQuantile(
        0.5,
        bounds.map((bucket) => ({ ...bucket, count: 0 })),
      ),
    ).toBeNaN()
    expect(bucketQuantile(0.5, bounds.slice(0, 2))).toBeNaN()
    expect(bucketQuantile(-1, bounds)).toBe(-Infinity)
    expect(bucketQuantile(2, bounds)).toBe(Infinity)
  })

  test('groups by everything but le', () => {
    const store = storeOf({
      'h_bucket{le="10",v="a"}': [10],
      'h_bucket{le="20",v="a"}': [30],
      'h_bucket{le="+Inf",v="a"}': [40],
    })
    expect(ask(store, 'histogram_quantile(0.5, h_bucket)', 0)).toEqual({ '{"v":"a"}': '15' })
  })
})

describe('selectors', () => {
  const store = storeOf({
    'm{a="x"}': [1, 2, 3],
    'm{a="xy"}': [4, 5, 6],
    'm{b="z"}': [7, undefined, undefined],
  })

  test('match anchored, and an absent label is empty', () => {
    expect(ask(store, 'm{a=~"x"}', 20)).toEqual({ '{"__name__":"m","a":"x"}': '3' })
    expect(Object.keys(ask(store, 'm{a=~"x.*"}', 20))).toHaveLength(2)
    expect(Object.keys(ask(store, 'm{a=""}', 0))).toHaveLength(1)
    expect(Object.keys(ask(store, 'm{a!~"x|xy",b!="q"}', 0))).toHaveLength(1)
    expect(Object.values(ask(store, '{__name__="m",a="x"} offset 10s', 20))).toEqual(['2'])
    expect(Object.values(ask(store, 'm{a="x"} @ 0', 20))).toEqual(['1'])
  })

  test('a series missing from a scrape is stale at once; five minutes without a scrape end all', () => {
    expect(ask(store, 'm{b="z"}', 5)).not.toEqual({})
    expect(ask(store, 'm{b="z"}', 10)).toEqual({})
    expect(Object.keys(ask(store, 'm', 320))).toHaveLength(2)
    expect(ask(store, 'm', 321)).toEqual({})
  })

  test('a range selector as an instant query answers raw samples', () => {
    const value = new Evaluation(store, 20_000, 20_000).at(parseQuery('m{a="x"}[15s]'), 20_000)
    expect(instantData(value, 20_000)).toEqual({
      resultType: 'matrix',
      result: [
        {
          metric: { __name__: 'm', a: 'x' },
          values: [
            [10, '2'],
            [20, '3'],
          ],
        },
      ],
    })
  })

  test('timestamp() is the time of the sample', () => {
    expect(only(store, 'timestamp(m{a="x"})', 17)).toBe(10)
    expect(only(store, 'last_over_time(m{a="x"}[1m])', 25)).toBe(3)
  })
})

describe('aggregation and binary operators', () => {
  const store = storeOf({
    'r{app="a",v="1"}': [10],
    'r{app="a",v="2"}': [30],
    'r{app="b",v="1"}': [60],
    'e{app="a"}': [4],
    'owner{app="a",team="red"}': [1],
    'owner{app="b",team="blue"}': [1],
  })

  test('by, without, topk and count', () => {
    expect(ask(store, 'sum by (app) (r)', 0)).toEqual({ '{"app":"a"}': '40', '{"app":"b"}': '60' })
    expect(ask(store, 'max without (v) (r)', 0)).toEqual({ '{"app":"a"}': '30', '{"app":"b"}': '60' })
    expect(Object.values(ask(store, 'topk(2, r)', 0))).toEqual(['60', '30'])
    expect(ask(store, 'count(r)', 0)).toEqual({ '{}': '3' })
    expect(ask(store, 'avg(r > 20)', 0)).toEqual({ '{}': '45' })
  })

  test('vectors match by labels, on, ignoring and group_left', () => {
    expect(ask(store, 'e / sum by (app) (r)', 0)).toEqual({ '{"app":"a"}': '0.1' })
    expect(ask(store, 'r / ignoring(v) group_left sum without (v) (r)', 0)['{"app":"a","v":"1"}']).toBe(
      '0.25',
    )
    expect(ask(store, 'r{app="b"} * on(app) group_left(team) owner', 0)).toEqual({
      '{"app":"b","v":"1","team":"blue"}': '60',
    })
    expect(() => ask(store, 'e / on(app) r', 0)).toThrow(/many-to-many matching not allowed/)
    expect(() => ask(store, 'r / on(app) e', 0)).toThrow(/many-to-one matching must be explicit/)
  })

  test('comparisons filter or, with bool, answer 0 and 1; sets', () => {
    expect(Object.keys(ask(store, 'r > 20', 0))).toHaveLength(2)
    expect(Object.values(ask(store, 'r > bool 20', 0)).sort()).toEqual(['0', '1', '1'])
    expect(Object.keys(ask(store, 'r unless on(app) e', 0))).toHaveLength(1)
    expect(Object.keys(ask(store, 'sum by (app)(r) or owner', 0))).toHaveLength(4)
    expect(ask(store, '1 + 2 * 3 ^ 2', 0)).toEqual({ scalar: '19' })
  })

  test('numbers as Prometheus prints them', () => {
    expect(ask(store, '1 / 0', 0)).toEqual({ scalar: '+Inf' })
    expect(ask(store, '-1 / 0', 0)).toEqual({ scalar: '-Inf' })
    expect(ask(store, '0 / 0', 0)).toEqual({ scalar: 'NaN' })
    expect(ask(store, '1e-7', 0)).toEqual({ scalar: '1e-07' })
    expect(ask(store, 'round(vector(1.23456), 0.001)', 0)).toEqual({ '{}': '1.235' })
    expect(ask(store, 'clamp_max(vector(5), 3)', 0)).toEqual({ '{}': '3' })
    expect(ask(store, 'absent(nothing{app="x"})', 0)).toEqual({ '{"app":"x"}': '1' })
    expect(ask(store, 'label_replace(e, "n", "$1-x", "app", "(.*)")', 0)).toEqual({
      '{"__name__":"e","app":"a","n":"a-x"}': '4',
    })
  })
})

test("the success rate of Traefik's leaves, one of them with failures only", () => {
  const store = storeOf({
    'traefik_service_requests_total{service="tp-a-web-v1-80@kubernetescrd",code="200"}': [0, 90, 180],
    'traefik_service_requests_total{service="tp-a-web-v1-80@kubernetescrd",code="500"}': [0, 10, 20],
    'traefik_service_requests_total{service="tp-a-web-v2-80@kubernetescrd",code="502"}': [0, 5, 10],
    'traefik_service_requests_total{service="tp-b-web-v1-80@kubernetescrd",code="200"}': [0, 7, 14],
  })
  const rate = (more: string): string =>
    `sum by (service) (rate(traefik_service_requests_total{service=~"tp-a-web-v1-80@kubernetescrd|tp-a-web-v2-80@kubernetescrd"${more}}[25s]))`
  const good = `(${rate(',code!~"5.."')} or 0 * ${rate('')})`
  expect(ask(store, `${good} / (${rate('')} > 0)`, 20)).toEqual({
    '{"service":"tp-a-web-v1-80@kubernetescrd"}': '0.9',
    '{"service":"tp-a-web-v2-80@kubernetescrd"}': '0',
  })
})

describe('what is not understood is refused', () => {
  test.each([
    ['sum(', /parse error/],
    ['rate(m)', /expected type range vector/],
    ['m{a=~"("}', /error parsing regexp/],
    ['{a=""}', /at least one non-empty matcher/],
    ['sum(m)[5m]', /ranges only allowed/],
    ['predict_linear(m[5m], 60)', /not supported/],
    ['max_over_time(m[5m:1m])', /not supported/],
    ['m{a="\\q"}', /unknown escape sequence/],
  ])('%s', (query, message) => {
    expect(() => ask(storeOf({ m: [1] }), query, 0)).toThrow(message)
  })

  test('the same labels twice', () => {
    expect(() => ask(storeOf({ 'a{x="1"}': [1, 2], 'b{x="1"}': [1, 2] }), 'abs({x="1"})', 10)).toThrow(
      /same labelset/,
    )
  })
})

describe('the store', () => {
  test('keeps exact values of every size', () => {
    const values = [1, 1, 2 ** 40, 2 ** 40 + 1, 0.1, 1e300, -5]
    const value = new Evaluation(storeOf({ m: values }), 60_000, 60_000).at(parseQuery('m[2m]'), 60_000)
    expect(value.type === 'matrix' && value.items[0]?.values).toEqual(values)
  })

  test('forgets scrapes beyond the retention, and series with them', () => {
    const store = new SeriesStore(256)
    const [old, live] = ['old', 'live'].map((name) => ({ name, labels: {}, value: 1 }))
    for (let scrape = 0; scrape < 1000; scrape += 1)
      store.append(
        scrape,
        [scrape < 10 ? old : live].filter((item) => item !== undefined),
        {},
      )
    expect(store.names()).toEqual(['live', 'old'])
    expect(store.size).toBe(1)
    expect(store.times.length).toBeLessThanOrEqual(256 + 128)
    expect(store.timeOf(store.scrapeAt(999))).toBe(999)
  })
})
