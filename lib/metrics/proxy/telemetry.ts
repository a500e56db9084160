import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import { isOneOf, range, selector, sumBy } from '../prometheus/promql'

/** How a proxy that knows no versions names its counters. */
export interface ProxyTelemetry {
  source: TelemetryTarget['source']
  requests: string
  buckets: string
  /** The label that tells where requests went. */
  place: string
  code: string
  /** Milliseconds in one unit of the histogram's bounds. */
  unitMs: number
}

/**
 * Traefik v3: "Metrics", Prometheus. Envoy: "Cluster manager statistics", where the HTTP codes of upstream responses are
 * a label of `upstream_rq`.
 */
export const proxies: readonly ProxyTelemetry[] = [
  {
    source: 'traefik',
    requests: 'traefik_service_requests_total',
    buckets: 'traefik_service_request_duration_seconds_bucket',
    place: 'service',
    code: 'code',
    unitMs: 1000,
  },
  {
    source: 'envoy',
    requests: 'envoy_cluster_upstream_rq',
    buckets: 'envoy_cluster_upstream_rq_time_bucket',
    place: 'envoy_cluster_name',
    code: 'envoy_response_code',
    unitMs: 1,
  },
]

/** A scrape that labels its targets with `service` renames the metric's own label (Prometheus, honor_labels). */
export const exported = (label: string): string => `exported_${label}`

/** Requests a second by place and code, of the whole cluster. */
export function proxyTrafficQuery(proxy: ProxyTelemetry, seconds: number): string {
  const labels = [proxy.place, exported(proxy.place), proxy.code, 'namespace', 'job']
  return `${sumBy(labels, `rate(${selector(proxy.requests, [])}${range(seconds)})`)} > 0`
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
  return selector(proxy.buckets, [isOneOf(label, places)]) + range(seconds)
}

/** Cumulative buckets of some places, a second. */
export function proxyBucketsQuery(
  proxy: ProxyTelemetry,
  label: string,
  places: readonly string[],
  seconds: number,
): string {
  return sumBy(['le', label], `rate(${selector(proxy.buckets, [isOneOf(label, places)])}${range(seconds)})`)
}

/** Requests a second of some places and how they ended. */
export function proxyEndsQuery(
  proxy: ProxyTelemetry,
  label: string,
  places: readonly string[],
  seconds: number,
): string {
  return sumBy(
    [label, proxy.code],
    `rate(${selector(proxy.requests, [isOneOf(label, places)])}${range(seconds)})`,
  )
}
