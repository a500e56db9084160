import { describe, expect, onTestFinished, test } from 'vitest'
import { createMetrics } from './metrics-source'
import { failure, matrix, stubPrometheus, vector, type Labels, type StubAnswer } from './test-prometheus'

const start = 1_700_000_000
const shop = { cluster: 'sandbox', namespace: 'shop', name: 'checkout' }
const edge: Labels = {
  reporter: 'source',
  source_workload: 'frontend-v1',
  source_workload_namespace: 'shop',
  destination_workload: 'checkout-v2',
  destination_canonical_revision: 'v2',
  destination_service_name: 'checkout',
  destination_service_namespace: 'shop',
  request_protocol: 'http',
  instance: 'a',
  job: 'mesh',
}

/** The scrape interval is answered for every test; the rest by `answer`, which gets the query. */
async function against(answer: (query: string, path: string) => StubAnswer, scrapeSeconds = 2) {
  const clock = { seconds: start }
  const errors: unknown[] = []
  const times = [0, 1, 2, 3].map((index): [number, number] => [start + index * scrapeSeconds, 1])
  const stub = await stubPrometheus(({ params, path }) => {
    const query = params.get('query') ?? ''
    if (query.startsWith('topk(1,'))
      return vector(start, [[{ __name__: 'istio_requests_total', a: 'busy' }, 9]])
    if (query === 'istio_requests_total{a="busy"}[300s]') return matrix([[{}, times]])
    return answer(query, path)
  })
  const metrics = createMetrics({
    url: stub.url,
    now: () => new Date(clock.seconds * 1000),
    onError: (error) => errors.push(error),
  })
  onTestFinished(() => metrics.close())
  const asked = () =>
    stub.seen.map(({ params }) => params.get('query') ?? '').filter((query) => !/^topk|busy/.test(query))
  return { clock, errors, metrics, asked, seen: stub.seen }
}

const isMain = (query: string) =>
  query.includes('response_code=~"2.."') && query.includes('grpc_response_status=~"0?"')

describe('traffic', () => {
  test('five queries for the whole mesh, shared by all who ask', async () => {
    const { metrics, asked, clock } = await against((query) =>
      vector(start, isMain(query) ? [[edge, 3]] : []),
    )
    const snapshots = await Promise.all([metrics.traffic(60), metrics.traffic(60), metrics.traffic(60)])
    expect(asked()).toHaveLength(5)
    expect(asked().every((query) => query.includes('[60s]'))).toBe(true)
    expect(snapshots[0]).toMatchObject({
      window: 60,
      source: 'istio',
      partial: false,
      stale: false,
      queries: 5,
    })
    expect(snapshots[0].rows).toHaveLength(1)
    expect(snapshots[0].at).toBe(new Date(start * 1000).toISOString())
    clock.seconds += 1
    await metrics.traffic(60)
    expect(asked()).toHaveLength(5)
    clock.seconds += 10
    await metrics.traffic(60)
    expect(asked()).toHaveLength(10)
    const { cost, ...health } = metrics.health()
    expect(health).toEqual({
      configured: true,
      ok: true,
      scrapeSeconds: 2,
      lastQueries: 5,
      leastWindow: 8,
      matchers: [],
      sources: [],
    })
    expect(cost.tick.map(({ part }) => part)).toEqual([
      'succeeded',
      'not-2xx',
      'grpc-failed',
      'tcp-sent',
      'tcp-received',
    ])
    expect(cost.tick.every(({ bytes, ok }) => bytes > 0 && ok)).toBe(true)
    // Ten of two ticks, and two for the scrape interval.
    expect(cost.minute).toMatchObject({ queries: 12, failed: 0 })
  })

  test.each([
    [5, 10, 20],
    [5, 60, 60],
    [15, 30, 60],
    [15, 300, 300],
    [60, 60, 240],
    [60, 300, 300],
  ])(
    'scraped every %i s, a window of %i s is one of %i s: four scrapes at least',
    async (scrape, asks, is) => {
      const { metrics, asked } = await against(() => vector(start, []), scrape)
      expect((await metrics.traffic(asks)).window).toBe(is)
      expect(asked()).toHaveLength(5)
      expect(asked().every((query) => query.includes(`[${is}s]`))).toBe(true)
      expect(metrics.health()).toMatchObject({ scrapeSeconds: scrape, leastWindow: 4 * scrape })
    },
  )

  test('500 viewers at once cost one tick', async () => {
    const { metrics, asked } = await against((query) => vector(start, isMain(query) ? [[edge, 3]] : []))
    const snapshots = await Promise.all(Array.from({ length: 500 }, () => metrics.traffic(60)))
    expect(new Set(snapshots).size).toBe(1)
    expect(asked()).toHaveLength(5)
  })

  test('values that are no number are left out, not guessed', async () => {
    const values = ['NaN', '+Inf', '-Inf', 0, -1, 4]
    const { metrics } = await against((query) =>
      vector(
        start,
        isMain(query)
          ? values.map((value, index): [Labels, number | string] => [
              { ...edge, instance: `${index}` },
              value,
            ])
          : [],
      ),
    )
    expect((await metrics.traffic(60)).rows.map(({ rate }) => rate)).toEqual([4])
  })

  test('a past moment is asked for as that', async () => {
    const { metrics, seen } = await against(() => vector(start, []))
    await metrics.traffic(60, new Date((start - 3600) * 1000))
    expect(seen.at(-1)?.params.get('time')).toBe(`${start - 3600}.000`)
  })

  test('one failing query leaves the last good rows in its place, marked', async () => {
    const state = { broken: false }
    const { metrics, clock, errors } = await against((query) =>
      isMain(query)
        ? state.broken
          ? failure(422, 'execution', 'query processing would load too many samples')
          : vector(start, [[edge, 3]])
        : vector(start, []),
    )
    await metrics.traffic(60)
    state.broken = true
    clock.seconds += 60
    expect(await metrics.traffic(60)).toMatchObject({
      partial: true,
      stale: true,
      staleParts: [{ part: 'succeeded', at: new Date(start * 1000).toISOString() }],
      rows: [{ rate: 3 }],
    })
    expect(metrics.health().cost.tick.find(({ part }) => part === 'succeeded')).toMatchObject({ ok: false })
    expect(errors).toHaveLength(1)
    clock.seconds += 600
    expect(await metrics.traffic(60)).toMatchObject({ partial: true, stale: false, staleParts: [], rows: [] })
  })

  test('warnings make it partial', async () => {
    const { metrics } = await against(() => vector(start, [], ['one store did not answer']))
    expect(await metrics.traffic(60)).toMatchObject({ partial: true, stale: false })
  })

  test('when everything fails there is no answer, and health says why', async () => {
    const { metrics } = await against(() => failure(503, 'unavailable', 'TSDB not ready'))
    await expect(metrics.traffic(60)).rejects.toMatchObject({
      code: 'metrics-unavailable',
      message: 'Prometheus: unavailable: TSDB not ready',
    })
    expect(metrics.health()).toMatchObject({ ok: false, detail: 'Prometheus: unavailable: TSDB not ready' })
  })
})

describe('counts', () => {
  const since = new Date((start - 6) * 1000)
  const points = (values: number[]): [number, number][] =>
    values.map((value, index) => [start - 6 + 2 * index, value])

  test('are asked for with escaped names, client-seen, over the span and two scrapes', async () => {
    const { metrics, asked } = await against(() => matrix([[edge, points([1, 2, 3, 5])]]))
    const counts = await metrics.counts({ ...shop, name: 'che"ck.out' }, since)
    expect(asked()).toEqual([
      'istio_requests_total{destination_service_name=~"che\\"ck\\\\.out",destination_service_namespace=~"shop|unknown",reporter=~"source|waypoint"}[10s]',
    ])
    expect(counts).toMatchObject({
      versions: [{ version: 'v2', requests: 4, failures: 0, perInterval: [1, 1, 2] }],
      scrapeSeconds: 2,
      complete: true,
    })
  })

  test('a first series asks whether its target was scraped before', async () => {
    const { metrics, asked } = await against((query) =>
      query.startsWith('up{')
        ? matrix([[{ job: 'mesh', instance: 'a' }, points([1, 1, 1, 1])]])
        : matrix([[{ ...edge, response_code: '503' }, [[start, 1]]]]),
    )
    const counts = await metrics.counts(shop, since)
    expect(asked()[1]).toBe('up{instance=~"a"}[10s]')
    expect(counts.versions).toMatchObject([{ version: 'v2', requests: 1, failures: 1 }])
  })

  test('reach back half an hour at most, in one answer for all', async () => {
    const { metrics, asked, clock } = await against(() => matrix([]))
    await metrics.counts(shop, new Date(0))
    clock.seconds += 1
    await metrics.counts(shop, new Date(5000))
    expect(asked()).toHaveLength(1)
    expect(asked()[0]).toContain('[1804s]')
  })

  test("the Services of versions count as the service's own", async () => {
    const { metrics, asked } = await against(() => matrix([]))
    await metrics.counts(shop, since, undefined, ['checkout-v1', 'checkout-v2'])
    expect(asked()[0]).toContain('destination_service_name=~"checkout|checkout-v1|checkout-v2"')
  })
})

test('latencies are the bounds of buckets', async () => {
  const bucket = (le: string, count: number): [Labels, number] => [
    { le, destination_canonical_revision: 'v1', destination_workload: 'checkout-v1' },
    count,
  ]
  const { metrics } = await against(() =>
    vector(start, [bucket('10', 50), bucket('25', 90), bucket('50', 98), bucket('+Inf', 100)]),
  )
  expect(await metrics.latency(shop, 60)).toEqual({
    v1: { p50: { low: 0, high: 10 }, p95: { low: 25, high: 50 }, p99: { low: 50, high: null } },
  })
})

test('versions without requests have no latency', async () => {
  const { metrics } = await against(() => vector(start, [[{ le: '+Inf', destination_version: 'v1' }, 0]]))
  expect(await metrics.latency(shop, 60)).toEqual({})
})

test('series: rate, success share and p95 at every step', async () => {
  const version = { destination_canonical_revision: 'v1' }
  const at = (values: number[]): [number, number][] =>
    values.map((value, index) => [start + 10 * index, value])
  const { metrics, seen } = await against((query) =>
    query.includes('_bucket')
      ? matrix([
          [{ ...version, le: '10' }, at([9, 0])],
          [{ ...version, le: '+Inf' }, at([10, 0])],
        ])
      : matrix([
          [{ ...version, response_code: '200' }, at([9, 0])],
          [{ ...version, response_code: '503' }, at([1, 0])],
        ]),
  )
  const [series] = await metrics.series(shop, 600, 10)
  expect(series?.version).toBe('v1')
  expect(series?.rate.map(({ value }) => value)).toEqual([10, 0])
  expect(series?.successShare.map(({ value }) => value)).toEqual([90, null])
  expect(series?.p95.map(({ low, high }) => [low, high])).toEqual([
    [10, null],
    [null, null],
  ])
  const { params } = seen.at(-1) ?? { params: new URLSearchParams() }
  expect([params.get('start'), params.get('end'), params.get('step')]).toEqual([
    `${start - 600}.000`,
    `${start}.000`,
    '10',
  ])
})
