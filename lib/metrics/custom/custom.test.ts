import { describe, expect, test } from 'vitest'
import { at, metricsOver, points, vectorNow } from '../stub-metrics.fixture'
import { matrix, type Labels } from '../test-prometheus'
import { parseMetricsFile } from './settings'

const custom = parseMetricsFile(`
sources:
  - name: linkerd
    namespaces: [shop]
    requests: response_total{dst_ns=~$namespace,dst_svc=~$service}
    buckets: { query: 'latency_bucket{dst_ns=~$namespace,dst_svc=~$service}', unit: seconds }
    labels: { namespace: dst_ns, service: dst_svc, version: { label: dst, pattern: '.*-(v\\d+)' }, code: class, source: from }
    failures: failure
  - name: edge
    services: [bank/ledger]
    requests: sum by (status) (rate(ledger_hits[$window]))
    labels: { code: status }
`)
const checkout = { cluster: 'c', namespace: 'shop', name: 'checkout' }
const to = (dst: string, more: Labels = {}): Labels => ({
  dst_ns: 'shop',
  dst_svc: 'checkout',
  dst,
  class: 'success',
  from: 'frontend',
  job: 'proxies',
  instance: 'a',
  ...more,
})
const shopRates =
  'sum by (dst_ns, dst_svc, class, from, dst) (rate(response_total{dst_ns=~"shop",dst_svc=~".+"}[60s])) > 0'

describe('the graph', () => {
  test('one query for each source; its rows stand in for all others of what it covers', async () => {
    const istio = (namespace: string): Labels => ({
      reporter: 'source',
      source_workload: 'frontend-v1',
      destination_workload: 'x',
      destination_canonical_revision: 'v1',
      destination_service: `checkout.${namespace}.svc.cluster.local`,
      destination_service_name: 'checkout',
      destination_service_namespace: namespace,
    })
    const { metrics, asked } = await metricsOver(
      (query) => {
        if (query === shopRates)
          return vectorNow([
            [to('checkout-v1'), 9],
            [to('checkout-v2', { class: 'failure' }), 1],
            [to('checkout', { dst_ns: 'elsewhere' }), 5],
          ])
        if (query === '(sum by (status) (rate(ledger_hits[60s]))) > 0')
          return vectorNow([[{ status: '503' }, 2]])
        if (!query.includes('grpc_response_status=~"0?"')) return vectorNow([])
        return vectorNow([
          [istio('shop'), 7],
          [istio('market'), 3],
        ])
      },
      [],
      custom,
    )
    const { rows, source, queries } = await metrics.traffic(60)
    expect(source).toBe('istio+linkerd+edge')
    expect(queries).toBe(asked.length)
    expect(asked).toContain(shopRates)
    expect(
      rows.map(({ service, destination, source: from, rate, code, failed }) => [
        `${from.app} → ${service.namespace}/${service.name} ${destination.version}`,
        rate,
        code,
        failed,
      ]),
    ).toEqual([
      ['unknown → market/checkout v1', 3, '2xx', undefined],
      ['frontend → shop/checkout v1', 9, 'success', false],
      ['frontend → shop/checkout v2', 1, 'failure', true],
      ['unknown → bank/ledger unknown', 2, '503', undefined],
    ])
  })

  test('overviews have its rates too', async () => {
    const { metrics } = await metricsOver(
      (query) =>
        matrix(
          query.startsWith('sum by (dst_ns, dst_svc)')
            ? [[{ dst_ns: 'shop', dst_svc: 'checkout' }, points(0, [4, 5])]]
            : [],
        ),
      [],
      custom,
    )
    expect(Object.fromEntries(await metrics.rates(60, 30))).toEqual({ 'shop/checkout': [4, 5] })
  })
})

describe('verification and the judge', () => {
  test('whole requests by version, failures by the operator’s word', async () => {
    const { metrics, asked } = await metricsOver(
      () =>
        matrix([
          [to('checkout-v1'), points(-6, [10, 20, 30, 40])],
          [to('checkout-v2', { class: 'failure' }), points(-6, [1, 1, 2, 4])],
          [to('db'), points(-6, [1, 2, 3, 4])],
        ]),
      [],
      custom,
    )
    const counts = await metrics.counts(checkout, at(-6), undefined, ['checkout-v1'])
    expect(asked[0]).toBe('response_total{dst_ns=~"shop",dst_svc=~"checkout|checkout-v1"}[10s]')
    expect(counts).toMatchObject({
      custom: true,
      versions: [
        { version: 'v1', requests: 30, failures: 0 },
        { version: 'v2', requests: 3, failures: 3 },
      ],
    })
  })

  test('slow requests from its buckets, in milliseconds', async () => {
    const { metrics } = await metricsOver(
      (query) =>
        query.startsWith('latency_bucket')
          ? matrix([
              [to('checkout-v2', { le: '0.25' }), points(-2, [0, 6])],
              [to('checkout-v2', { le: '+Inf' }), points(-2, [0, 8])],
            ])
          : matrix([[to('checkout-v2'), points(-2, [0, 8])]]),
      [],
      custom,
    )
    const request = { service: checkout, others: [], from: at(-2), to: at(0), side: 'asked' as const }
    expect((await metrics.measure({ ...request, slowerThan: [250] })).versions).toEqual({
      v2: { requests: 8, failures: 0, slow: { '250': 2 } },
    })
  })

  test('latency bands by version', async () => {
    const { metrics, asked } = await metricsOver(
      () =>
        vectorNow([
          [{ le: '0.1', dst: 'checkout-v1', dst_ns: 'shop', dst_svc: 'checkout' }, 99],
          [{ le: '+Inf', dst: 'checkout-v1', dst_ns: 'shop', dst_svc: 'checkout' }, 100],
        ]),
      [],
      custom,
    )
    expect((await metrics.latency(checkout, 60)).v1?.p95).toEqual({ low: 0, high: 100 })
    expect(asked[0]).toContain('sum by (le, dst_ns, dst_svc, class, from, dst) (rate(latency_bucket{')
  })

  test('a source of rates, or without versions, counts nothing: other telemetry is asked', async () => {
    const { metrics, asked } = await metricsOver(() => matrix([]), [], custom)
    await metrics.counts({ cluster: 'c', namespace: 'bank', name: 'ledger' }, at(-6))
    expect(asked[0]).toMatch(/^istio_requests_total/)
  })
})

test('the scrape interval is measured on its counters where nothing else is there', async () => {
  const { metrics } = await metricsOver(
    (query) => {
      if (query === 'topk(1, response_total{dst_ns=~"shop",dst_svc=~".+"})')
        return vectorNow([[{ __name__: 'response_total', a: 'b' }, 9]])
      if (query === 'response_total{a="b"}[300s]') return matrix([[{}, points(0, [1, 1, 1])]])
      return vectorNow([])
    },
    [],
    custom,
    () => undefined,
  )
  await metrics.traffic(60)
  expect(metrics.health().scrapeSeconds).toBe(2)
})
