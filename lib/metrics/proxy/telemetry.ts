import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import { isOneOf, range, selector, sumBy, type Matcher } from '../prometheus/promql'

/** How a proxy that knows no versions names its counters. */
export interface ProxyTelemetry {
  source: TelemetryTarget['source']
  requests: string
  buckets: string
  /** The label that tells where requests went. */
  place: string
  code: string
  /** The label that tells gRPC and websockets apart, where there is one. */
  protocol?: string
  /** What of the histogram are requests: not connections that stay open. */
  timed: readonly Matcher[]
  /** Counters of bytes on connections by place, where TCP is counted at all. */
  bytes?: { received: string; sent: string }
  /** Milliseconds in one unit of the histogram's bounds. */
  unitMs: number
}

/**
 * Traefik v3: "Metrics", Prometheus; its duration of a websocket or an event stream is how long it was open
 * (traefik/traefik#2905). Envoy: "Cluster manager statistics", where the HTTP codes of upstream responses are a label of
 * `upstream_rq`, and gRPC statuses are not counted.
 */
export const proxies: readonly ProxyTelemetry[] = [
  {
    source: 'traefik',
    requests: 'traefik_service_requests_total',
    buckets: 'traefik_service_request_duration_seconds_bucket',
    place: 'service',
    code: 'code',
    protocol: 'protocol',
    timed: [{ label: 'protocol', op: '!~', value: 'websocket|sse' }],
    unitMs: 1000,
  },
  {
    source: 'envoy',
    requests: 'envoy_cluster_upstream_rq',
    buckets: 'envoy_cluster_upstream_rq_time_bucket',
    place: 'envoy_cluster_name',
    code: 'envoy_response_code',
    timed: [],
    bytes: {
      received: 'envoy_cluster_upstream_cx_rx_bytes_total',
      sent: 'envoy_cluster_upstream_cx_tx_bytes_total',
    },
    unitMs: 1,
  },
]

/** A scrape that labels its targets with `service` renames the metric's own label (Prometheus, honor_labels). */
export const exported = (label: string): string => `exported_${label}`

/** The labels that say how requests ended. */
const ends = ({ code, protocol }: ProxyTelemetry): string[] =>
  protocol === undefined ? [code] : [code, protocol]

/** Requests a second by place and end, of the whole cluster. */
export function proxyTrafficQuery(proxy: ProxyTelemetry, seconds: number): string {
  const labels = [proxy.place, exported(proxy.place), ...ends(proxy), 'namespace', 'job']
  return `${sumBy(labels, `rate(${selector(proxy.requests, [])}${range(seconds)})`)} > 0`
}

/**
 * Bytes a second, both ways, of places that never answered an HTTP request: those of TCP. Undefined for proxies that
 * count none, such as Traefik, whose TCP services have no series.
 */
export function proxyTcpQuery(proxy: ProxyTelemetry, seconds: number): string | undefined {
  if (proxy.bytes === undefined) return undefined
  const labels = [proxy.place, exported(proxy.place), 'namespace', 'job']
  const rate = (metric: string) => sumBy(labels, `rate(${selector(metric, [])}${range(seconds)})`)
  const both = `${rate(proxy.bytes.received)} + ${rate(proxy.bytes.sent)}`
  return `(${both} unless ${sumBy(labels, selector(proxy.requests, []))}) > 0`
}

/** Requests a second by place, for overviews. */
export const proxyRatesQuery = (proxy: ProxyTelemetry, seconds: number): string =>
  sumBy([proxy.place, exported(proxy.place)], `rate(${selector(proxy.requests, [])}${range(seconds)})`)

/** Raw counters of some places; `label` is the place's label as this Prometheus has it. */
export function proxyCountersQuery(
  proxy: ProxyTelemetry,
  label: string,
  places: readonly string[],
  seconds: number,
): string {
  return selector(proxy.requests, [isOneOf(label, places)]) + range(seconds)
}

/** Raw cumulative buckets of some places. */
export function proxyRawBucketsQuery(
  proxy: ProxyTelemetry,
  label: string,
  places: readonly string[],
  seconds: number,
): string {
  return selector(proxy.buckets, [isOneOf(label, places), ...proxy.timed]) + range(seconds)
}

/** Cumulative buckets of some places, a second. */
export function proxyBucketsQuery(
  proxy: ProxyTelemetry,
  label: string,
  places: readonly string[],
  seconds: number,
): string {
  const buckets = selector(proxy.buckets, [isOneOf(label, places), ...proxy.timed])
  return sumBy(['le', label], `rate(${buckets}${range(seconds)})`)
}

/** Requests a second of some places and how they ended. */
export function proxyEndsQuery(
  proxy: ProxyTelemetry,
  label: string,
  places: readonly string[],
  seconds: number,
): string {
  return sumBy(
    [label, ...ends(proxy)],
    `rate(${selector(proxy.requests, [isOneOf(label, places)])}${range(seconds)})`,
  )
}
