import type { ServiceRef } from '@/lib/domain/traffic/model'
import { seriesOfService } from './istio/counts'
import { bucketsQuery, countersQuery, endsQuery, rawBucketsQuery, type Side } from './istio/queries'
import type { Labels, Series } from './prometheus/answer'
import { relabelled, type TargetIndex } from './proxy/relabel'
import {
  proxyBucketsQuery,
  proxyCountersQuery,
  proxyEndsQuery,
  proxyRawBucketsQuery,
  type ProxyTelemetry,
} from './proxy/telemetry'

/** Where one service's figures come from: queries, and their answers in the terms of Istio's labels. */
export interface ServiceSeries {
  /** An operator's own telemetry. */
  custom?: true
  counters(seconds: number): string
  /** Raw cumulative buckets of what `counters` counts; undefined where there are none. */
  rawBuckets(seconds: number): string | undefined
  buckets(seconds: number): string | undefined
  ends(seconds: number): string
  read<Entry extends { labels: Labels }>(entries: readonly Entry[]): Entry[]
  /** Counters that belong to the service, once read. */
  own(series: readonly Series[]): Series[]
}

/**
 * Figures of Istio's proxies, raw counters of the side asked for, all others client-seen; `others` are the Services of
 * the service's versions.
 */
export function istioSeries(
  service: ServiceRef,
  others: readonly string[],
  side: Side = 'asked',
): ServiceSeries {
  return {
    counters: (seconds) => countersQuery(service, others, seconds, side),
    rawBuckets: (seconds) => rawBucketsQuery(service, others, seconds, side),
    buckets: (seconds) => bucketsQuery(service, others, seconds),
    ends: (seconds) => endsQuery(service, others, seconds),
    read: (entries) => [...entries],
    own: (series) => seriesOfService(series, service, others),
  }
}

/** Figures of a proxy that names places rather than versions; `label` is the place's label in this Prometheus. */
export function proxySeries(proxy: ProxyTelemetry, targets: TargetIndex, label: string): ServiceSeries {
  const places = [...targets.keys()]
  return {
    counters: (seconds) => proxyCountersQuery(proxy, label, places, seconds),
    rawBuckets: (seconds) => proxyRawBucketsQuery(proxy, label, places, seconds),
    buckets: (seconds) => proxyBucketsQuery(proxy, label, places, seconds),
    ends: (seconds) => proxyEndsQuery(proxy, label, places, seconds),
    read: (entries) =>
      entries.flatMap((entry) => {
        const labels = relabelled(proxy, targets, entry.labels)
        return labels === undefined ? [] : [{ ...entry, labels }]
      }),
    own: (series) => [...series],
  }
}
