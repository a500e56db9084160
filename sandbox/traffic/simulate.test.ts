import { describe, expect, test } from 'vitest'
import type { ClusterObjects, HttpRule } from './cluster-objects'
import { asCluster, readManifests } from './manifest-objects'
import { compileMesh } from './mesh'
import { createSimulation } from './simulate'
import type { Sample } from './sample'

const shop = asCluster(readManifests())
const tickMs = 200

/** Runs the shop for some seconds from a fixed time and answers a counter of requests by labels. */
function run(objects: ClusterObjects, { seconds = 20, start = Date.UTC(2026, 0, 5, 3) } = {}) {
  const simulation = createSimulation({ seed: 7 })
  const mesh = compileMesh(objects)
  for (let now = start; now < start + seconds * 1000; now += tickMs) simulation.tick(mesh, now, tickMs)
  return counter(simulation.samples())
}

function counter(samples: readonly Sample[]) {
  return (labels: Record<string, string>, name = 'istio_requests_total'): number =>
    samples
      .filter(
        (sample) =>
          sample.name === name &&
          Object.entries(labels).every(([key, value]) => (sample.labels[key] ?? '') === value),
      )
      .reduce((sum, sample) => sum + sample.value, 0)
}

/** The shop with one http rule of one VirtualService changed. */
function withRule(name: string, change: Partial<HttpRule>, index = 0): ClusterObjects {
  return {
    ...shop,
    virtualservices: shop.virtualservices.map((item) =>
      item.metadata.name === name
        ? {
            ...item,
            spec: {
              ...item.spec,
              http: (item.spec?.http ?? []).map((rule, at) => (at === index ? { ...rule, ...change } : rule)),
            },
          }
        : item,
    ),
  }
}

function share(
  count: ReturnType<typeof run>,
  service: string,
  version: string,
  more: Record<string, string> = {},
): number {
  const edge = { reporter: 'source', destination_canonical_service: service, ...more }
  return count({ ...edge, destination_canonical_revision: version }) / count(edge)
}

describe('routes decide where requests go', () => {
  const count = run(shop)

  test('weights are proportions', () => {
    expect(share(count, 'frontend', 'v2')).toBeCloseTo(0.1, 1)
    expect(share(count, 'srv-2', 'v2')).toBeCloseTo(0.3, 1)
    expect(share(count, 'checkout', 'v2')).toBe(0)
  })

  test('a header match above the split takes its users', () => {
    const v3 = share(count, 'reviews', 'v3')
    expect(v3).toBeGreaterThan(0.1)
    expect(v3).toBeLessThan(0.14)
  })

  test('without a route every ready pod gets the same', () => {
    expect(share(count, 'ads', 'v2')).toBeCloseTo(0.25, 1)
  })

  test('one host per version names the service of the version', () => {
    const v1 = count({ reporter: 'source', destination_service_name: 'search-v1' })
    const v2 = count({ reporter: 'source', destination_service_name: 'search-v2' })
    expect(v2 / (v1 + v2)).toBeCloseTo(0.1, 1)
    expect(count({ destination_service_name: 'search' })).toBe(0)
  })

  test('a delegate routes its paths', () => {
    expect(share(count, 'media', 'v2')).toBeCloseTo(0.1, 1)
  })

  test('every split service gets 300 requests a second even in the quietest hour', () => {
    for (const service of [
      'frontend',
      'checkout',
      'payments',
      'reviews',
      'recommendations',
      'search',
      'media',
      'ads',
      'srv-1',
      'srv-2',
    ]) {
      expect(
        count({ reporter: 'source', destination_canonical_service: service }) / 20,
        service,
      ).toBeGreaterThan(300)
    }
  })
})

describe('telemetry as Istio names it', () => {
  const count = run(shop, { seconds: 5 })

  test('both reporters see a request inside the mesh', () => {
    const edge = { source_workload: 'checkout-v1', destination_workload: 'payments-v3' }
    expect(count({ ...edge, reporter: 'source' })).toBe(count({ ...edge, reporter: 'destination' }))
    expect(
      count({ ...edge, reporter: 'destination', connection_security_policy: 'mutual_tls' }),
    ).toBeGreaterThan(0)
  })

  test('the ingress gateway is a source', () => {
    expect(
      count({
        source_workload: 'istio-ingressgateway',
        source_workload_namespace: 'istio-system',
        reporter: 'source',
      }),
    ).toBeGreaterThan(0)
  })

  test('an external host has no workload and only the source reports it', () => {
    const api = {
      destination_service: 'api.payments.example.com',
      destination_workload: 'unknown',
      destination_service_namespace: 'shop',
    }
    expect(count({ ...api, reporter: 'source' })).toBeGreaterThan(0)
    expect(count({ ...api, reporter: 'destination' })).toBe(0)
  })

  test('the database is TCP and the currency service gRPC', () => {
    expect(
      count({ destination_service: 'orders-db.example.com' }, 'istio_tcp_sent_bytes_total'),
    ).toBeGreaterThan(0)
    expect(count({ destination_service: 'orders-db.example.com' })).toBe(0)
    expect(
      count({
        destination_canonical_service: 'currency',
        request_protocol: 'grpc',
        grpc_response_status: '0',
      }),
    ).toBeGreaterThan(0)
  })

  test('the +Inf bucket, the count and the requests agree', () => {
    const duration = 'istio_request_duration_milliseconds'
    expect(count({ le: '+Inf' }, `${duration}_bucket`)).toBe(count({}))
    expect(count({}, `${duration}_count`)).toBe(count({}))
    expect(count({ le: '50' }, `${duration}_bucket`)).toBeLessThanOrEqual(
      count({ le: '100' }, `${duration}_bucket`),
    )
  })
})

describe('mirrors, faults and missing pods', () => {
  test('a mirrored request is counted by its target alone', () => {
    const count = run(
      withRule('checkout', { mirror: { host: 'checkout', subset: 'v2' }, mirrorPercentage: { value: 50 } }),
      { seconds: 10 },
    )
    const mirrored = count({ reporter: 'destination', destination_workload: 'checkout-v2' })
    expect(mirrored / count({ reporter: 'destination', destination_workload: 'checkout-v1' })).toBeCloseTo(
      0.5,
      1,
    )
    expect(count({ reporter: 'source', destination_workload: 'checkout-v2' })).toBe(0)
  })

  test('an abort never reaches a workload', () => {
    const count = run(
      withRule('reviews', { fault: { abort: { percentage: { value: 20 }, httpStatus: 418 } } }, 1),
      { seconds: 10 },
    )
    const aborted = { reporter: 'source', destination_service_name: 'reviews', response_code: '418' }
    expect(count({ ...aborted, response_flags: 'FI', destination_workload: 'unknown' })).toBeGreaterThan(0)
    expect(count(aborted) / count({ reporter: 'source', destination_service_name: 'reviews' })).toBeCloseTo(
      0.2,
      1,
    )
  })

  test('no ready pods is 503 UH, a missing subset 503 NC, both without a workload', () => {
    const gone = { ...shop, pods: shop.pods.filter((pod) => pod.metadata.labels?.app !== 'email') }
    const none = { reporter: 'source', destination_workload: 'unknown', response_code: '503' }
    expect(
      run(gone, { seconds: 3 })({ ...none, destination_service_name: 'email', response_flags: 'UH' }),
    ).toBeGreaterThan(0)
    const route = [{ destination: { host: 'recommendations', subset: 'v9' } }]
    const missing = run(withRule('recommendations', { route }), { seconds: 3 })
    expect(
      missing({ ...none, response_flags: 'NC', destination_service_name: 'recommendations' }),
    ).toBeGreaterThan(0)
  })

  test('a timeout is 504 UT for the caller', () => {
    const count = run(withRule('payments', { timeout: '1ms' }), { seconds: 3 })
    expect(
      count({
        reporter: 'source',
        destination_workload: 'payments-v3',
        response_code: '504',
        response_flags: 'UT',
      }),
    ).toBeGreaterThan(0)
    expect(
      count({
        reporter: 'destination',
        destination_workload: 'payments-v3',
        response_code: '0',
        response_flags: 'DC',
      }),
    ).toBeGreaterThan(0)
  })

  test('the series of a workload without pods end', () => {
    const simulation = createSimulation({ seed: 1 })
    const before = compileMesh(shop)
    simulation.tick(before, 0, tickMs)
    simulation.tick(
      compileMesh({ ...shop, pods: shop.pods.filter((pod) => pod.metadata.labels?.app !== 'ads') }),
      200,
      tickMs,
    )
    const count = counter(simulation.samples())
    expect(count({ reporter: 'destination', destination_canonical_service: 'ads' })).toBe(0)
    expect(count({ reporter: 'source', destination_canonical_service: 'ads' })).toBeGreaterThan(0)
  })
})

test('the same seed gives the same traffic', () => {
  const shot = (): string => {
    const simulation = createSimulation({ seed: 42 })
    simulation.tick(compileMesh(shop), 0, tickMs)
    return JSON.stringify(simulation.samples())
  }
  expect(shot()).toBe(shot())
})
