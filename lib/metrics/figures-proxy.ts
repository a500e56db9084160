import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import type { EdgeWanted, FigureRow } from '@/lib/domain/topology/traffic'
import { createFigureRows } from './figures-rows'
import type { Sample } from './prometheus/answer'
import { isOneOf, matcherText, range, selector, sumBy } from './prometheus/promql'
import { endOfRequest } from './proxy/end-of-request'
import type { TargetIndex } from './proxy/relabel'
import { edgesOf } from './proxy/rows'
import { exported, type ProxyTelemetry } from './proxy/telemetry'

/** Bytes by place: Traefik's are of bodies ("Metrics"), Envoy's of connections to the backend ("Cluster manager"). */
const byteCounters: Record<TelemetryTarget['source'], { request: string; response: string }> = {
  traefik: {
    request: 'traefik_service_requests_bytes_total',
    response: 'traefik_service_responses_bytes_total',
  },
  envoy: {
    request: 'envoy_cluster_upstream_cx_tx_bytes_total',
    response: 'envoy_cluster_upstream_cx_rx_bytes_total',
  },
}

/** The places behind which the wanted Services stand. */
export function placesOf(targets: TargetIndex, wanted: readonly EdgeWanted[]): string[] {
  const services = new Set(wanted.map(({ service }) => `${service.namespace}/${service.name}`))
  return [...targets]
    .filter(([, { backend, service }]) =>
      [backend, service].some(({ namespace, name }) => services.has(`${namespace}/${name}`)),
    )
    .map(([place]) => place)
    .sort()
}

/** Buckets, sums of durations and bytes of some places in one query; `label` is the place's as this Prometheus has it. */
export function proxyFiguresQuery(
  proxy: ProxyTelemetry,
  label: string,
  places: readonly string[],
  seconds: number,
): string {
  const labels = [proxy.place, exported(proxy.place), 'namespace', 'job']
  const ended = proxy.protocol === undefined ? [] : [proxy.protocol]
  const at = isOneOf(label, places)
  const histogram = proxy.buckets.replace(/_bucket$/, '_(bucket|sum)')
  const own = [{ label: '__name__', op: '=~' as const, value: histogram }, at, ...proxy.timed]
  const durations = `rate({${own.map(matcherText).join(',')}}${range(seconds)})`
  const bytes = (metric: string, direction: string) =>
    `label_replace(${sumBy(labels, `rate(${selector(metric, [at])}${range(seconds)})`)}, "bytes", "${direction}", "", "")`
  const { request, response } = byteCounters[proxy.source]
  return [
    sumBy(['le', ...labels, ...ended], durations),
    bytes(request, 'request'),
    bytes(response, 'response'),
  ].join(' or ')
}

/** Samples of a proxy's figures as rows from that proxy to its backends. */
export function proxyFigureRows(
  proxy: ProxyTelemetry,
  targets: TargetIndex,
  samples: readonly Sample[],
): FigureRow[] {
  const figures = createFigureRows()
  const bySample = new Map(samples.map((sample) => [sample.labels, sample]))
  // Empty buckets are needed for the bounds of the others, while rows of traffic leave out what does not run.
  const all = samples.map((sample) => ({ ...sample, value: 1 }))
  for (const { labels, value: _value, ...edge } of edgesOf(proxy, targets, all)) {
    const sample = bySample.get(labels)
    if (sample === undefined) continue
    const { protocol } = endOfRequest(proxy, labels)
    const { source, destination, service } = edge
    const key = JSON.stringify([protocol, source, destination, service])
    figures.add(key, () => ({ ...edge, protocol }), sample, proxy.unitMs)
  }
  return figures.rows()
}
