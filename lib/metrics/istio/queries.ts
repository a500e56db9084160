import type { MeasureRequest } from '@/lib/domain/ports'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { is, isOneOf, range, selector, sumBy, type Matcher } from '../prometheus/promql'

/** Label names are those of Istio's standard metrics (istio.io, reference, "Istio Standard Metrics"). */
export const edgeLabels = [
  'reporter',
  'source_cluster',
  'source_workload_namespace',
  'source_workload',
  'source_canonical_service',
  'source_canonical_revision',
  'destination_cluster',
  'destination_workload_namespace',
  'destination_workload',
  'destination_canonical_service',
  'destination_canonical_revision',
  'destination_service',
  'destination_service_name',
  'destination_service_namespace',
  'connection_security_policy',
]
const requestLabels = [...edgeLabels, 'request_protocol']
/** `app` is the pod that counted, where scrapes keep its labels: a ztunnel's bytes are known by it. */
const tcpLabels = [...edgeLabels, 'app']
const endLabels = ['response_code', 'response_flags', 'grpc_response_status']
const versionLabels = ['destination_canonical_revision', 'destination_version']

export const requestsMetric = 'istio_requests_total'
const durationBuckets = 'istio_request_duration_milliseconds_bucket'

const ok: Matcher = { label: 'response_code', op: '=~', value: '2..' }
const notOk: Matcher = { label: 'response_code', op: '!~', value: '2..' }
const grpcOk: Matcher = { label: 'grpc_response_status', op: '=~', value: '0?' }
const grpcNotOk: Matcher = { label: 'grpc_response_status', op: '!~', value: '0?' }

/** Client-seen: sidecars and gateways as callers, and waypoints. */
const clientSeen = isOneOf('reporter', ['source', 'waypoint'])

/** As the pods' own sidecars count them, where mirrored copies are counted too. */
const arrivedAtPods = is('reporter', 'destination')

export type Side = MeasureRequest['side']
const countedBy = (side: Side): Matcher => (side === 'arrived' ? arrivedAtPods : clientSeen)

/** Requests that reached no pod belong to no version. */
const reached: Matcher = { label: 'destination_workload', op: '!=', value: 'unknown' }

/** One part of the traffic of the whole mesh. */
export interface TrafficQuery {
  part: 'succeeded' | 'not-2xx' | 'grpc-failed' | 'tcp-sent' | 'tcp-received'
  kind: 'requests' | 'tcp'
  promql: string
}

/**
 * Everything that a graph needs without latencies, in five queries whatever the number of namespaces. Codes and flags
 * are asked for only where a request did not simply succeed, because the size of the answer is what a tick costs.
 */
export function trafficQueries(windowSeconds: number): TrafficQuery[] {
  const rate = (metric: string, labels: string[], matchers: Matcher[]) =>
    `${sumBy(labels, `rate(${selector(metric, matchers)}${range(windowSeconds)})`)} > 0`
  const ended = [...requestLabels, ...endLabels]
  return [
    { part: 'succeeded', kind: 'requests', promql: rate(requestsMetric, requestLabels, [ok, grpcOk]) },
    { part: 'not-2xx', kind: 'requests', promql: rate(requestsMetric, ended, [notOk]) },
    { part: 'grpc-failed', kind: 'requests', promql: rate(requestsMetric, ended, [ok, grpcNotOk]) },
    { part: 'tcp-sent', kind: 'tcp', promql: rate('istio_tcp_sent_bytes_total', tcpLabels, []) },
    { part: 'tcp-received', kind: 'tcp', promql: rate('istio_tcp_received_bytes_total', tcpLabels, []) },
  ]
}

/** The busiest series, to measure from its samples how often Prometheus scrapes. */
export const busiestSeriesQuery = (metric: string): string => `topk(1, ${metric})`

/** The samples of exactly one series. */
export function seriesSamplesQuery(
  metric: string,
  labels: Readonly<Record<string, string>>,
  seconds: number,
): string {
  const matchers = Object.entries(labels)
    .filter(([name]) => name !== '__name__')
    .map(([name, value]) => is(name, value))
  return selector(metric, matchers) + range(seconds)
}

/** Requests that never found an upstream cluster carry no namespace; `counts` tells them apart by the host. */
function ofService(service: ServiceRef, others: readonly string[]): Matcher[] {
  return [
    isOneOf('destination_service_name', [service.name, ...others]),
    isOneOf('destination_service_namespace', [service.namespace, 'unknown']),
  ]
}

/** Requests a second of every service as its callers saw them, for overviews. */
export const serviceRatesQuery = (seconds: number): string =>
  sumBy(
    ['destination_service_name', 'destination_service_namespace'],
    `rate(${selector(requestsMetric, [clientSeen])}${range(seconds)})`,
  )

/** Raw counters of one service; `others` are the Services of its versions, in the same namespace. */
export function countersQuery(
  service: ServiceRef,
  others: readonly string[],
  seconds: number,
  side: Side,
): string {
  return selector(requestsMetric, [...ofService(service, others), countedBy(side)]) + range(seconds)
}

/** Raw cumulative buckets of the requests that `countersQuery` counts. */
export function rawBucketsQuery(
  service: ServiceRef,
  others: readonly string[],
  seconds: number,
  side: Side,
): string {
  return selector(durationBuckets, [...ofService(service, others), countedBy(side), reached]) + range(seconds)
}

/** Whether targets were scraped, by the instances that series name. */
export function scrapesQuery(instances: readonly string[], seconds: number): string {
  return selector('up', [isOneOf('instance', instances)]) + range(seconds)
}

/** Cumulative buckets by version. */
export function bucketsQuery(service: ServiceRef, others: readonly string[], rateSeconds: number): string {
  const buckets = selector(durationBuckets, [...ofService(service, others), clientSeen, reached])
  return sumBy(['le', ...versionLabels], `rate(${buckets}${range(rateSeconds)})`)
}

/** Requests a second by version and how they ended. */
export function endsQuery(service: ServiceRef, others: readonly string[], rateSeconds: number): string {
  const counters = selector(requestsMetric, [...ofService(service, others), clientSeen, reached])
  return sumBy(
    [...versionLabels, 'response_code', 'grpc_response_status'],
    `rate(${counters}${range(rateSeconds)})`,
  )
}
