import { expect, onTestFinished, test } from 'vitest'
import type { MetricsSource } from '@/lib/domain/ports'
import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import type { EdgeWanted, Party } from '@/lib/domain/topology/traffic'
import { parseMetricsFile } from './custom/settings'
import { createMetrics } from './metrics-source'
import { parseMatchers } from './prometheus/matchers'
import { matrix, stubPrometheus, vector, type Labels, type StubAnswer } from './test-prometheus'

const now = new Date(1_700_000_000_000)
const start = new Date(now.getTime() - 60_000)
const service = (name: string) => ({ cluster: 'c', namespace: 'shop', name })
const party = (name: string): Party => ({
  cluster: 'unknown',
  namespace: 'shop',
  workload: name,
  app: name,
  version: 'v1',
})
const edge = (source: string, name: string): EdgeWanted => ({
  source: party(source),
  service: { ...service(name), host: `${name}.shop.svc.cluster.local`, cluster: 'unknown' },
})
const target = (source: TelemetryTarget['source'], name: string): TelemetryTarget => ({
  source,
  label: `${source}-${name}`,
  service: { namespace: 'shop', name },
  backend: { namespace: 'shop', name },
  version: 'v1',
  rules: [],
  mirrored: false,
})
const custom = parseMetricsFile(`
sources:
  - name: own
    services: [shop/own]
    requests: own_total{svc=~$service}
    buckets: { query: 'own_bucket{svc=~$service}', unit: seconds }
    labels: { version: version }
  - name: rates
    services: [shop/rated]
    requests: sum(rate(rated_total[$window])) / on() group_left() count(up)
    labels: {}
`)

/** Every way to ask, as often as there is telemetry to ask of. */
const asks: Record<Exclude<keyof MetricsSource, 'health'>, (metrics: MetricsSource) => Promise<unknown>> = {
  traffic: (metrics) => Promise.all([metrics.traffic(60), metrics.traffic(60, start)]),
  figures: (metrics) =>
    metrics.figures(300, [edge('frontend', 'checkout'), edge('traefik', 'web'), edge('envoy', 'cart')]),
  rates: (metrics) => metrics.rates(600, 30),
  counts: (metrics) => each((name) => metrics.counts(service(name), start)),
  latency: (metrics) => each((name) => metrics.latency(service(name), 60)),
  series: (metrics) => each((name) => metrics.series(service(name), 600, 30)),
  saturation: (metrics) =>
    metrics.saturation(
      {
        namespace: 'shop',
        versions: [{ version: 'v1', workloads: [{ kind: 'Deployment', name: 'web-v1' }], pods: [] }],
      },
      600,
      30,
    ),
  measure: (metrics) =>
    each(async (name) => {
      const request = { service: service(name), others: [], from: start, to: now, slowerThan: [100] }
      await metrics.measure({ ...request, side: 'asked' })
      await metrics.measure({ ...request, side: 'arrived' })
    }),
  grown: (metrics) => metrics.grown('errors_total{cluster="staging"}', start, now),
  value: (metrics) => metrics.value('sum(a) / sum(b{tenant="other"} offset 5m) or vector(0)', now),
}

const each = (ask: (name: string) => Promise<unknown>) =>
  Promise.all(['checkout', 'web', 'cart', 'own'].map(ask))

test('every query that is sent carries the matchers in each of its selectors, whoever wrote it', async () => {
  const queries: string[] = []
  const labels: Labels = { __name__: 'istio_requests_total', instance: 'i', job: 'j', le: '+Inf' }
  const { url } = await stubPrometheus(({ params, path }): StubAnswer => {
    const query = params.get('query') ?? ''
    queries.push(query)
    const seconds = now.getTime() / 1000
    // A first series late in its span makes Aviary ask for the scrapes of its target too.
    const ranged = path.endsWith('query_range') || /\[\d+s\]$/.test(query)
    return ranged ? matrix([[labels, [[seconds, 1]]]]) : vector(seconds, [[labels, 1]])
  })
  const matchers = parseMatchers('cluster="prod",tenant=~"a|b"')
  const targets = [target('traefik', 'web'), target('envoy', 'cart')]
  const metrics = createMetrics({
    url,
    matchers,
    now: () => now,
    targets: () => targets,
    custom: () => custom,
    onError: () => undefined,
  })
  onTestFinished(() => metrics.close())
  for (const [name, ask] of Object.entries(asks)) {
    const before = queries.length
    await ask(metrics)
    expect(queries.length, name).toBeGreaterThan(before)
  }
  const text = 'cluster="prod",tenant=~"a|b"'
  for (const query of queries) {
    const [inside, outside] = [query.split(text).length - 1, selectorsIn(query)]
    expect(inside, query).toBe(outside)
    expect(outside, query).toBeGreaterThan(0)
  }
  for (const metric of [
    'istio_requests_total',
    'traefik_service_',
    'envoy_cluster_',
    'own_',
    'rated_',
    'up{',
  ])
    expect(queries.some((query) => query.includes(metric))).toBe(true)
})

/** Metrics named outside of strings, braces and lists of labels: a count by other means than the rewriting's grammar. */
function selectorsIn(query: string): number {
  const bare = query
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ')
  return (bare.match(/\{/g) ?? []).length
}
