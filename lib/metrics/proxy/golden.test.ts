import { describe, expect, test } from 'vitest'
import { buildGraph } from '@/lib/domain/topology/graph'
import { input, meshOf, route, rule, version } from '@/lib/domain/topology/sample-mesh'
import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import type { TrafficRow } from '@/lib/domain/topology/traffic'
import type { Labels, Sample } from '../prometheus/answer'
import { proxyParts } from './parts'
import { indexTargets } from './targets'

/** Samples as the proxies' documentation describes them → rows → the graph that they must make. */
const sample = (labels: Labels, value: number): Sample => ({ labels, time: 0, value })

/** A shop `web` in two versions behind a proxy, each with its own Service. */
function graphOf(rows: TrafficRow[], telemetry: 'traefik' | 'envoy') {
  const split = rule({ v1: 90, v2: 10 })
  const destinations = split.destinations.map((one) => ({ ...one, host: `web-${one.key}` }))
  const routes = [route([{ ...split, destinations }], { telemetry, namespace: 'shop', name: 'web' })]
  const versions = [version('web', 'v1'), version('web', 'v2')]
  const mesh = meshOf({
    'shop/web': { versions, routes },
    'shop/web-v1': { versions: [version('web', 'v1')] },
    'shop/web-v2': { versions: [version('web', 'v2')] },
    'shop/db': {},
  })
  const graph = buildGraph(input(mesh, rows))
  const into = (to: string, protocol = 'http') =>
    graph.edges.find((edge) => edge.to === to && edge.protocol === protocol)
  return { graph, into }
}

const web = 'service~sandbox~shop~web'
const v1 = 'version~sandbox~shop~web~v1'
const v2 = 'version~sandbox~shop~web~v2'

function rowsOf(targets: readonly TelemetryTarget[], samples: Readonly<Record<string, readonly Sample[]>>) {
  const parts = proxyParts(60, indexTargets(targets))
  expect(parts.map(({ part }) => part)).toEqual(Object.keys(samples))
  return parts.flatMap(({ part, rows }) => rows(samples[part] ?? []))
}

const target = (source: 'traefik' | 'envoy', label: string, name: 'v1' | 'v2'): TelemetryTarget => ({
  source,
  label,
  service: { namespace: 'shop', name: 'web' },
  backend: { namespace: 'shop', name: `web-${name}` },
  version: name,
  rules: [{ route: 'r', rule: 'main' }],
  mirrored: false,
})

describe('Traefik', () => {
  const targets = (['v1', 'v2'] as const).map((name) =>
    target('traefik', `shop-web-${name}-80@kubernetescrd`, name),
  )
  const seen = (name: string, labels: Labels, value: number) =>
    sample(
      {
        exported_service: `shop-web-${name}-80@kubernetescrd`,
        namespace: 'traefik',
        job: 'traefik',
        ...labels,
      },
      value,
    )

  test('codes, gRPC statuses and websockets, by the protocol', () => {
    const rows = rowsOf(targets, {
      traefik: [
        seen('v1', { code: '200', protocol: 'http' }, 70),
        seen('v1', { code: '499', protocol: 'http' }, 4),
        seen('v1', { code: '0', protocol: 'grpc' }, 10),
        seen('v1', { code: '0', protocol: 'websocket' }, 6),
        seen('v2', { code: '502', protocol: 'http' }, 3),
        seen('v2', { code: '14', protocol: 'grpc' }, 2),
        seen('v2', { code: '200', protocol: 'sse' }, 5),
        seen('v3', { code: '200', protocol: 'http' }, 100),
        seen('v1', { code: '200', protocol: 'http' }, Number.NaN),
      ],
    })
    const { graph, into } = graphOf(rows, 'traefik')
    // Of http: v1 70 + 4 + 6, v2 3 + 5; of gRPC: 10 and 2. A caller's 499 and an open websocket are no errors.
    expect(into(web)?.rate).toBe(88)
    expect(into(web)?.errorShare).toBeCloseTo((100 * 3) / 88, 1)
    expect(into(v1)).toMatchObject({ rate: 80, errorShare: 0 })
    expect(into(v2)).toMatchObject({ rate: 8, errorShare: 37.5 })
    expect(into(v1, 'grpc')).toMatchObject({ rate: 10, errorShare: 0 })
    expect(into(v2, 'grpc')).toMatchObject({ rate: 2, errorShare: 100 })
    const codes = into(v1)?.codes.map(({ code }) => code)
    expect(codes?.sort()).toEqual(['101', '200', '499'])
    const from = graph.nodes.find(({ id }) => id === into(web)?.from)
    expect(from).toMatchObject({ namespace: 'traefik', name: 'traefik' })
  })

  test('a version of HTTP codes for gRPC is read as that', () => {
    const rows = rowsOf(targets, {
      traefik: [
        seen('v1', { code: '200', protocol: 'grpc' }, 1),
        seen('v1', { code: '503', protocol: 'grpc' }, 1),
      ],
    })
    expect(graphOf(rows, 'traefik').into(v1, 'grpc')).toMatchObject({ rate: 2, errorShare: 50 })
  })
})

describe('Envoy', () => {
  const seen = (cluster: string, labels: Labels, value: number) =>
    sample({ envoy_cluster_name: cluster, namespace: 'gateways', job: 'envoy', ...labels }, value)

  test('one cluster for each backend: Contour’s names', () => {
    const targets = [target('envoy', 'shop_web-v1_80', 'v1'), target('envoy', 'shop_web-v2_80', 'v2')]
    const rows = rowsOf(targets, {
      envoy: [
        seen('shop_web-v1_80', { envoy_response_code: '200' }, 90),
        seen('shop_web-v2_80', { envoy_response_code: '200' }, 9),
        seen('shop_web-v2_80', { envoy_response_code: '503' }, 1),
        seen('xds_cluster', { envoy_response_code: '200' }, 50),
        seen('outbound|80||web.shop.svc.cluster.local', { envoy_response_code: '200' }, 50),
      ],
      'envoy-tcp': [seen('shop_db_5432', {}, 2048), seen('contour', {}, 512)],
    })
    const { into } = graphOf(rows, 'envoy')
    expect(into(web)).toMatchObject({ rate: 100, errorShare: 1 })
    expect(into(v1)).toMatchObject({ rate: 90, share: 90, desiredShare: 90 })
    expect(into(v2)).toMatchObject({ rate: 10, share: 10, errorShare: 10 })
    expect(into('service~sandbox~shop~db', 'tcp')).toMatchObject({ bytesRate: 2048 })
  })

  test('one cluster for all backends of a rule: the requests are seen, the versions are not', () => {
    const { version: _version, ...shared } = target('envoy', 'httproute/shop/web/rule/0', 'v1')
    const together: TelemetryTarget = { ...shared, backend: shared.service, together: true }
    const rows = rowsOf([together], {
      envoy: [seen('httproute/shop/web/rule/0', { envoy_response_code: '200' }, 20)],
      'envoy-tcp': [],
    })
    const { into } = graphOf(rows, 'envoy')
    expect(into(web)).toMatchObject({ rate: 20 })
    expect(into(v1)?.rate ?? 0).toBe(0)
    expect(into(v2)?.rate ?? 0).toBe(0)
  })
})

test('TCP is what never answered a request, both ways', () => {
  const targets = [target('envoy', 'a', 'v1')]
  const labels = 'envoy_cluster_name, exported_envoy_cluster_name, namespace, job'
  expect(proxyParts(60, indexTargets(targets))[1]?.promql).toBe(
    `(sum by (${labels}) (rate(envoy_cluster_upstream_cx_rx_bytes_total{}[60s])) + ` +
      `sum by (${labels}) (rate(envoy_cluster_upstream_cx_tx_bytes_total{}[60s])) ` +
      `unless sum by (${labels}) (envoy_cluster_upstream_rq{})) > 0`,
  )
})
