import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { verifySplit } from '@/lib/domain/judgement/split-verification'
import type { VersionCounts } from '@/lib/domain/topology/traffic'
import { parseMetricsFile } from '@/lib/metrics/custom/settings'
import { createMetrics, type PrometheusMetrics } from '@/lib/metrics/metrics-source'
import { startPrometheusApi, type PrometheusApi } from '@/sandbox/prometheus/start-prometheus-api'
import { simulatedShop } from '../support/simulated-shop'

/** An operator's source on the sandbox's Prometheus sees what Aviary's own telemetry sees there. */
const file = `
sources:
  - name: by-hand
    services: [shop/frontend]
    requests: istio_requests_total{reporter=~"source|waypoint",destination_service_namespace=~$namespace,destination_service_name=~$service,destination_workload!="unknown"}
    buckets:
      query: istio_request_duration_milliseconds_bucket{reporter=~"source|waypoint",destination_service_namespace=~$namespace,destination_service_name=~$service}
      unit: milliseconds
    labels:
      namespace: destination_service_namespace
      service: destination_service_name
      version: { label: destination_workload, pattern: 'frontend-(v[0-9]+)' }
      code: response_code
      source: source_workload
      sourceNamespace: source_workload_namespace
  - name: rates
    namespaces: [shop-data]
    requests: >-
      sum by (destination_service_namespace, destination_service_name)
      (rate(istio_requests_total{destination_service_namespace=~$namespace,destination_service_name=~$service}[$window]))
    labels: { namespace: destination_service_namespace, service: destination_service_name }
`
const patience = { timeout: 60_000, interval: 500 }
const frontend = { cluster: 'any', namespace: 'shop', name: 'frontend' }
const since = new Date()
let prometheus: PrometheusApi
let own: PrometheusMetrics
let custom: PrometheusMetrics

beforeAll(async () => {
  prometheus = await startPrometheusApi({ port: 0, scrapeIntervalSeconds: 1, collect: simulatedShop() })
  own = createMetrics({ url: prometheus.url })
  const sources = parseMetricsFile(file)
  custom = createMetrics({ url: prometheus.url, custom: () => sources })
})
afterAll(async () => {
  await Promise.all([own.close(), custom.close()])
  await prometheus.close()
})

const whole = ({ perInterval, ...counts }: VersionCounts) => ({
  ...counts,
  inIntervals: perInterval.reduce((sum, requests) => sum + requests, 0),
})

test('the split of its counts is verified, and agrees with Istio’s', { timeout: 90_000 }, async () => {
  const desired = [
    { version: 'v1', percent: 90 },
    { version: 'v2', percent: 10 },
  ]
  await vi.waitFor(async () => {
    const counts = await custom.counts(frontend, since)
    expect(counts).toMatchObject({ custom: true, complete: true })
    expect(verifySplit(desired, counts).state).toBe('verified')
  }, patience)
  const to = new Date()
  const [given, known] = await Promise.all([
    custom.counts(frontend, since, to),
    own.counts(frontend, since, to),
  ])
  // Each measured the scrape interval by itself, and may part the same requests otherwise.
  expect(given.versions.map(whole)).toEqual(known.versions.map(whole))
})

test('its rows stand in for Istio’s of that service alone', { timeout: 90_000 }, async () => {
  const at = new Date()
  const [given, known] = await Promise.all([custom.traffic(60, at), own.traffic(60, at)])
  const into = (rows: typeof known.rows, name: string) =>
    rows.filter(({ service, reporter }) => service.name === name && reporter !== 'destination')
  const rateOf = (rows: typeof known.rows, name: string) =>
    into(rows, name).reduce((sum, { rate }) => sum + rate, 0)
  expect(rateOf(given.rows, 'frontend')).toBeCloseTo(rateOf(known.rows, 'frontend'), 6)
  expect(into(given.rows, 'frontend').every(({ source }) => source.version === 'unknown')).toBe(true)
  expect(into(given.rows, 'checkout')).toEqual(into(known.rows, 'checkout'))
  expect(given.source).toBe('istio+by-hand+rates')
  expect(given.queries).toBe(known.queries + 2)
})

test('latencies and the judge’s counts come from its buckets', { timeout: 90_000 }, async () => {
  const to = new Date()
  const request = {
    service: frontend,
    others: [],
    from: since,
    to,
    side: 'asked' as const,
    slowerThan: [100],
  }
  const [given, known] = await Promise.all([custom.measure(request), own.measure(request)])
  expect(given.versions).toEqual(known.versions)
  expect((await custom.latency(frontend, 60)).v1).toEqual((await own.latency(frontend, 60)).v1)
})
