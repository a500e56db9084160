import { describe, expect, test } from 'vitest'
import type { MeasureRequest } from '@/lib/domain/ports'
import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import { at, metricsOver, points } from './stub-metrics.fixture'
import { failure, matrix, type Labels } from './test-prometheus'

const request: MeasureRequest = {
  service: { cluster: 'sandbox', namespace: 'shop', name: 'checkout' },
  others: [],
  from: at(-2),
  to: at(4),
  side: 'asked',
  slowerThan: [],
}

const counter = (version: string, more: Labels = {}): Labels => ({
  job: 'mesh',
  instance: 'a',
  destination_workload: `checkout-${version}`,
  destination_canonical_revision: version,
  destination_service_namespace: 'shop',
  response_code: '200',
  ...more,
})
const isBucket = (query: string) => query.includes('_bucket')

describe('measure', () => {
  test('counts requests and failures of each version after `from`, up to the last sample', async () => {
    const { metrics, asked } = await metricsOver(() =>
      matrix([
        [counter('v1'), points(-4, [10, 20, 35, 50])],
        [counter('v1', { response_code: '503' }), points(-4, [1, 1, 2, 4])],
        [counter('v2', { response_code: '200', grpc_response_status: '13' }), points(0, [3, 3])],
        [counter('v2', { destination_workload: 'unknown' }), points(-4, [0, 9, 9, 9])],
      ]),
    )
    expect(await metrics.measure(request)).toEqual({
      to: at(2).toISOString(),
      complete: true,
      scrapeSeconds: 2,
      versions: {
        v1: { requests: 33, failures: 3, slow: {} },
        v2: { requests: 3, failures: 3, slow: {} },
      },
    })
    expect(asked).toEqual([
      'istio_requests_total{destination_service_name=~"checkout",destination_service_namespace=~"shop|unknown",reporter=~"source|waypoint"}[96s]',
    ])
  })

  test('copies are counted where they arrive; names are escaped', async () => {
    const { metrics, asked } = await metricsOver(() => matrix([]))
    const service = { ...request.service, name: 'che"ck.out' }
    await metrics.measure({ ...request, service, others: ['b'], side: 'arrived', slowerThan: [5] })
    const matchers =
      'destination_service_name=~"che\\"ck\\\\.out|b",destination_service_namespace=~"shop|unknown",reporter="destination"'
    expect(asked.sort()).toEqual([
      `istio_request_duration_milliseconds_bucket{${matchers},destination_workload!="unknown"}[96s]`,
      `istio_requests_total{${matchers}}[96s]`,
    ])
  })

  test('one answer for all who ask at the same time', async () => {
    const { metrics, asked } = await metricsOver(() => matrix([]))
    const same = { ...request, from: new Date(request.from) }
    await Promise.all([metrics.measure(request), metrics.measure(same), metrics.measure(request)])
    expect(asked).toHaveLength(1)
    await metrics.measure({ ...request, side: 'arrived' })
    expect(asked).toHaveLength(2)
  })

  test('nothing yet ends where it begins; no time asks nothing', async () => {
    const { metrics, asked } = await metricsOver(() => matrix([[counter('v1'), points(-6, [1, 2, 3])]]))
    expect(await metrics.measure(request)).toMatchObject({ to: at(-2).toISOString(), complete: true })
    expect(asked).toHaveLength(1)
    await metrics.measure({ ...request, to: request.from })
    expect(asked).toHaveLength(1)
  })

  test('is incomplete with warnings, silent targets and late samples', async () => {
    const steady = points(-10, [1, 2, 3, 4, 5, 6, 7])
    const warned = await metricsOver(() => matrix([[counter('v1'), steady]], ['half']))
    expect((await warned.metrics.measure(request)).complete).toBe(false)
    const silent = await metricsOver(() =>
      matrix([
        [counter('v1'), steady],
        [counter('v1', { instance: 'b' }), [...points(-12, [1]), ...points(0, [2, 3])]],
      ]),
    )
    expect((await silent.metrics.measure(request)).complete).toBe(false)
    const late = await metricsOver(() => matrix([[counter('v1'), points(-10, [1, 2, 3, 4])]]))
    expect((await late.metrics.measure(request)).complete).toBe(false)
  })

  test('half an hour at most, so that a long silence is caught up with', async () => {
    const { metrics, asked } = await metricsOver(() => matrix([]))
    const measured = await metrics.measure({ ...request, from: at(-7200), to: at(0) })
    expect(measured).toMatchObject({ to: at(-5400).toISOString(), complete: false, versions: {} })
    expect(asked[0]).toContain('[1890s]')
  })

  test('a Prometheus that fails is unavailable', async () => {
    const { metrics } = await metricsOver(() => failure(422, 'execution', 'too many samples'))
    await expect(metrics.measure(request)).rejects.toMatchObject({ code: 'metrics-unavailable' })
  })
})

describe('slow requests', () => {
  const cumulative = (grown: Record<string, number>, more: Labels = {}) =>
    Object.entries(grown).map(([le, count]): [Labels, [number, number | string][]] => [
      counter('v1', { le, ...more }),
      points(-2, [100, 100 + count]),
    ])

  test('are those above the next bound of each histogram', async () => {
    const { metrics } = await metricsOver((query) =>
      isBucket(query)
        ? matrix([
            ...cumulative({ '100': 50, '250': 70, '+Inf': 80 }),
            ...cumulative({ '200': 5, '300': 8, '+Inf': 10 }, { instance: 'b' }),
          ])
        : matrix([[counter('v1'), points(-2, [0, 90])]]),
    )
    const { versions } = await metrics.measure({ ...request, slowerThan: [100, 101, 260, 1000] })
    // Of 260 and more the first histogram cannot tell.
    expect(versions.v1).toEqual({
      requests: 90,
      failures: 0,
      slow: { '100': 35, '101': 15 },
    })
  })

  test("are never more than the requests, and a new histogram's first count too", async () => {
    const { metrics } = await metricsOver((query) =>
      isBucket(query)
        ? matrix([
            [counter('v1', { le: '10', response_code: '500' }), points(0, [1])],
            [counter('v1', { le: '+Inf', response_code: '500' }), points(0, [9])],
          ])
        : matrix([
            [counter('v1'), points(-2, [4, 4])],
            [counter('v1', { response_code: '500' }), points(0, [7])],
          ]),
    )
    const { versions } = await metrics.measure({ ...request, slowerThan: [10] })
    expect(versions.v1).toEqual({ requests: 7, failures: 7, slow: { '10': 7 } })
  })
})

test("a proxy's counters and seconds count as Istio's, on either side", async () => {
  const target = (version: string): TelemetryTarget => ({
    source: 'traefik',
    label: `shop-checkout-${version}-80@kubernetescrd`,
    service: { namespace: 'shop', name: 'checkout' },
    backend: { namespace: 'shop', name: `checkout-${version}` },
    version,
    rules: [],
    mirrored: false,
  })
  const labels = (version: string, more: Labels): Labels => ({
    job: 'traefik',
    instance: 't',
    service: target(version).label,
    code: '200',
    ...more,
  })
  const { metrics, asked } = await metricsOver(
    (query) =>
      isBucket(query)
        ? matrix([
            [labels('v2', { le: '0.1', method: 'GET' }), points(-2, [0, 5])],
            [labels('v2', { le: '+Inf', method: 'GET' }), points(-2, [0, 7])],
            [labels('v2', { le: '0.1', method: 'PUT' }), points(-2, [0, 1])],
            [labels('v2', { le: '+Inf', method: 'PUT' }), points(-2, [0, 3])],
          ])
        : matrix([
            [labels('v1', {}), points(-2, [0, 40])],
            [labels('v2', { method: 'GET' }), points(-2, [0, 7])],
            [labels('v2', { code: '502', method: 'PUT' }), points(-2, [0, 3])],
          ]),
    [target('v1'), target('v2')],
  )
  const { versions } = await metrics.measure({ ...request, side: 'arrived', slowerThan: [100] })
  expect(versions).toEqual({
    v1: { requests: 40, failures: 0, slow: {} },
    v2: { requests: 10, failures: 3, slow: { '100': 4 } },
  })
  const places = '{service=~"shop-checkout-v1-80@kubernetescrd|shop-checkout-v2-80@kubernetescrd"}[96s]'
  expect(asked.sort()).toEqual([
    `traefik_service_request_duration_seconds_bucket${places.replace('}', ',protocol!~"websocket|sse"}')}`,
    `traefik_service_requests_total${places}`,
  ])
})
