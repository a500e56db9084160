import { isFailure } from '@/lib/domain/topology/failure'
import type { BandPoint, VersionSeries } from '@/lib/domain/topology/traffic'
import type { Labels, Sample, Series } from '../prometheus/answer'
import { readValue } from '../prometheus/answer'
import { quantileBand, type Bucket } from '@/lib/domain/topology/quantile-band'
import { versionOf } from './parse'

/** Cumulative buckets of one moment, by version; several series of one version are added bound by bound. */
export function bucketsByVersion(
  samples: readonly Pick<Sample, 'labels' | 'value'>[],
): Map<string, Bucket[]> {
  const versions = new Map<string, Map<number, number>>()
  for (const { labels, value } of samples) {
    const version = versionOf(labels)
    const bound = readValue(labels.le ?? '')
    if (version === undefined || Number.isNaN(bound) || !Number.isFinite(value)) continue
    const buckets = versions.get(version) ?? new Map<number, number>()
    versions.set(version, buckets)
    buckets.set(bound, (buckets.get(bound) ?? 0) + value)
  }
  return new Map(
    [...versions].map(([version, buckets]) => [
      version,
      [...buckets].map(([bound, count]) => ({ bound, count })),
    ]),
  )
}

/** Rate, success share and latency bands of every version at every step; null where nothing is known. */
export function versionSeries(ends: readonly Series[], buckets: readonly Series[]): VersionSeries[] {
  const times = [...new Set([...ends, ...buckets].flatMap(({ points }) => points.map(({ time }) => time)))]
  times.sort((a, b) => a - b)
  const rates = new Map<string, Map<number, { all: number; failed: number }>>()
  for (const { labels, points } of ends) {
    const version = versionOf(labels)
    if (version === undefined) continue
    const own = rates.get(version) ?? new Map<number, { all: number; failed: number }>()
    rates.set(version, own)
    const failed = endedBadly(labels)
    for (const { time, value } of points) {
      if (!Number.isFinite(value)) continue
      const sum = own.get(time) ?? { all: 0, failed: 0 }
      own.set(time, sum)
      sum.all += value
      if (failed) sum.failed += value
    }
  }
  const bands = bandsByTime(buckets)
  const bandsOf = (version: string, quantile: number): BandPoint[] =>
    times.map((time) => {
      const found = quantileBand(bands.get(time)?.get(version) ?? [], quantile)
      return { at: iso(time), low: found?.low ?? null, high: found?.high ?? null }
    })
  return [...rates]
    .map(([version, own]) => ({
      version,
      rate: times.map((time) => ({ at: iso(time), value: own.get(time)?.all ?? null })),
      successShare: times.map((time) => ({ at: iso(time), value: successShare(own.get(time)) })),
      p50: bandsOf(version, 0.5),
      p95: bandsOf(version, 0.95),
      p99: bandsOf(version, 0.99),
    }))
    .sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }))
}

function endedBadly(labels: Labels): boolean {
  return isFailure({ code: labels.response_code ?? '', grpcStatus: labels.grpc_response_status })
}

function successShare(sum: { all: number; failed: number } | undefined): number | null {
  return sum === undefined || sum.all <= 0 ? null : 100 * (1 - sum.failed / sum.all)
}

function bandsByTime(series: readonly Series[]): Map<number, Map<string, Bucket[]>> {
  const byTime = new Map<number, Pick<Sample, 'labels' | 'value'>[]>()
  for (const { labels, points } of series) {
    for (const { time, value } of points) {
      const samples = byTime.get(time) ?? []
      byTime.set(time, samples)
      samples.push({ labels, value })
    }
  }
  return new Map([...byTime].map(([time, samples]) => [time, bucketsByVersion(samples)]))
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
