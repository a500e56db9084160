import { describe, expect, test } from 'vitest'
import { indexTargets } from './proxy/targets'
import { partsOfEdges, wantedOf } from '@/lib/domain/topology/wanted-edges'
import { edgeFigures } from '@/lib/domain/topology/edge-figures'
import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import type { EdgeWanted } from '@/lib/domain/topology/traffic'
import { createFiguresFetcher } from './figures-fetcher'
import { mesh } from './golden/meshes.fixture'
import { snapshotOfScene } from './golden/scene-graph.fixture'
import { sceneEnd, scenePrometheus } from './golden/scene-prometheus.fixture'
import type { Scene, SceneSeries } from './golden/scene.fixture'
import { tcpThroughput } from './golden/tcp-throughput.fixture'
import { timed } from './golden/timed.fixture'

const span = { windowSeconds: 60, end: sceneEnd, past: false }

/** The figures of everything that a scene shows, through Aviary's own PromQL. */
async function figuresOfScene(scene: Scene) {
  const { rows } = await snapshotOfScene(scene)
  const parts = partsOfEdges(rows, scene.clusters, 'versioned-app')
  const { client, asked } = scenePrometheus(scene.series)
  const fetch = createFiguresFetcher(
    client,
    () => sceneEnd.getTime(),
    ({ place }) => place,
  )
  const figures = await fetch(wantedOf(parts.keys(), parts), span, [])
  return { found: edgeFigures(figures, scene.clusters, 'versioned-app'), asked }
}

describe('from samples to figures', () => {
  test('bands, the average and bytes both ways, of one reporter', async () => {
    const { found, asked } = await figuresOfScene(timed)
    expect(asked).toHaveLength(3)
    for (const { from, to } of timed.edges) {
      const own = found.get(`${from}|${to}|http`)
      expect(own?.latency).toEqual({
        p50: { low: 5, high: 10 },
        p95: { low: 25, high: 100 },
        p99: { low: 100, high: 500 },
      })
      expect(own?.average).toBeCloseTo(12, 6)
      expect(own?.requestBytesRate).toBeCloseTo(30_000, 3)
      expect(own?.responseBytesRate).toBeCloseTo(200_000, 3)
    }
  })

  test('tcp: what Istio calls received is what the caller sends', async () => {
    const { found } = await figuresOfScene(tcpThroughput)
    for (const { from, to } of tcpThroughput.edges) {
      const own = found.get(`${from}|${to}|tcp`)
      expect(own?.requestBytesRate).toBeCloseTo(1_000, 3)
      expect(own?.responseBytesRate).toBeCloseTo(7_000, 3)
      expect(own?.latency).toBeUndefined()
    }
  })
})

describe('proxies that count by place', () => {
  const target = (source: TelemetryTarget['source'], label: string): TelemetryTarget => ({
    source,
    label,
    service: { namespace: 'shop', name: 'checkout' },
    backend: { namespace: 'shop', name: 'checkout' },
    version: 'v1',
    rules: [],
    mirrored: false,
  })
  const figuresOf = async (one: TelemetryTarget, series: SceneSeries[]) => {
    const { client, asked } = scenePrometheus(series)
    const fetch = createFiguresFetcher(
      client,
      () => 0,
      ({ place }) => place,
    )
    const unknown = 'unknown'
    const wanted: EdgeWanted = {
      source: {
        cluster: unknown,
        namespace: 'edge',
        workload: one.source,
        app: one.source,
        version: unknown,
      },
      service: {
        host: 'checkout.shop.svc.cluster.local',
        name: 'checkout',
        namespace: 'shop',
        cluster: unknown,
      },
    }
    const rows = await fetch([wanted], span, indexTargets([one]))
    return { figures: edgeFigures(rows, mesh(['shop/checkout']), 'versioned-app'), asked }
  }
  const histogram = (metric: string, labels: Record<string, string>, unit: number): SceneSeries[] => [
    { metric: `${metric}_bucket`, labels: { ...labels, le: String(0.1 * unit) }, perSecond: 0 },
    { metric: `${metric}_bucket`, labels: { ...labels, le: String(0.3 * unit) }, perSecond: 9 },
    { metric: `${metric}_bucket`, labels: { ...labels, le: '+Inf' }, perSecond: 10 },
    { metric: `${metric}_sum`, labels, perSecond: 2 * unit },
  ]
  const into = (source: string) => `gateway~sandbox~edge~${source}|service~sandbox~shop~checkout|http`

  test('Traefik: seconds become milliseconds, empty buckets keep the bounds, websockets are no requests', async () => {
    const labels = {
      service: 'shop-checkout-80@kubernetescrd',
      namespace: 'edge',
      protocol: 'http',
      code: '200',
    }
    const { figures, asked } = await figuresOf(target('traefik', labels.service), [
      ...histogram('traefik_service_request_duration_seconds', labels, 1),
      ...histogram('traefik_service_request_duration_seconds', { ...labels, protocol: 'websocket' }, 1),
      { metric: 'traefik_service_requests_bytes_total', labels, perSecond: 500 },
      { metric: 'traefik_service_responses_bytes_total', labels, perSecond: 900 },
    ])
    expect(asked).toHaveLength(1)
    expect([...figures.keys()]).toContain(into('traefik'))
    expect(figures.get(into('traefik'))).toMatchObject({
      latency: { p50: { low: 100, high: 300 }, p99: { low: 300, high: null } },
    })
    expect(figures.get(into('traefik'))?.average).toBeCloseTo(200, 6)
    expect(figures.get(into('traefik'))?.requestBytesRate).toBeCloseTo(500, 6)
    expect(figures.get(into('traefik'))?.responseBytesRate).toBeCloseTo(900, 6)
  })

  test('Envoy: what it sends to the backend is the request', async () => {
    const labels = { envoy_cluster_name: 'httproute/shop/checkout/rule/0', namespace: 'edge' }
    const { figures } = await figuresOf(target('envoy', labels.envoy_cluster_name), [
      ...histogram('envoy_cluster_upstream_rq_time', labels, 1000),
      { metric: 'envoy_cluster_upstream_cx_tx_bytes_total', labels, perSecond: 50 },
      { metric: 'envoy_cluster_upstream_cx_rx_bytes_total', labels, perSecond: 90 },
    ])
    const [own] = [...figures.values()]
    expect(own).toMatchObject({ latency: { p50: { low: 100, high: 300 } } })
    expect([own?.requestBytesRate, own?.responseBytesRate].map((rate) => rate?.toFixed(3))).toEqual([
      '50.000',
      '90.000',
    ])
  })
})
