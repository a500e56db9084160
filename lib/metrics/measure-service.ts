import type { SideCounts } from '@/lib/domain/judgement/check'
import type { Measured, MeasureRequest } from '@/lib/domain/ports'
import { isFailure } from '@/lib/domain/topology/failure'
import { histogramsOf, slowerThan } from './counters/slow-requests'
import { growthsOf, isIncomplete, lookBackSeconds, settledUntil, type Span } from './counters/span'
import { unprovenInstances } from './counters/targets'
import { versionOf } from './istio/parse'
import { scrapesQuery } from './istio/queries'
import type { Answer, Series } from './prometheus/answer'
import type { PrometheusClient } from './prometheus/client'
import type { ServiceSeries } from './service-series'

/** No answer reaches further: after a long silence the next measurements catch up. */
const longestSeconds = 30 * 60

const nothing: Answer<Series> = { data: [], warnings: [] }

/** Counts of one service's versions, as `MetricsSource.measure` promises. Throws `metrics-unavailable`. */
export async function measureService(
  client: PrometheusClient,
  source: ServiceSeries,
  request: Pick<MeasureRequest, 'from' | 'to' | 'slowerThan'>,
  scrapeSeconds: number,
): Promise<Measured> {
  const from = request.from.getTime()
  const asked: Span = { from, to: Math.min(request.to.getTime(), from + longestSeconds * 1000) }
  if (asked.to <= from) return answer(from, true, scrapeSeconds, new Map())

  const seconds = Math.ceil((asked.to - from) / 1000) + lookBackSeconds(scrapeSeconds)
  const end = new Date(asked.to)
  const rawBuckets = request.slowerThan.length === 0 ? undefined : source.rawBuckets(seconds)
  const [counted, timed] = await Promise.all([
    client.samples(source.counters(seconds), end),
    rawBuckets === undefined ? nothing : client.samples(rawBuckets, end),
  ])
  const counters = source.own(source.read(counted.data))
  const buckets = source.own(source.read(timed.data))
  const instances = unprovenInstances(counters, from, Number.NEGATIVE_INFINITY)
  const ups = instances.length === 0 ? nothing : await client.samples(scrapesQuery(instances, seconds), end)

  const used: Span = { from, to: settledUntil(counters, asked, scrapeSeconds) }
  const proofs = { series: counters, ups: ups.data }
  const versions = countByVersion(counters, growthsOf(counters, proofs, used))
  addSlow(versions, buckets, growthsOf(buckets, proofs, used), request.slowerThan)
  const warned = [counted, timed, ups].some(({ warnings }) => warnings.length > 0)
  const complete = !warned && !isIncomplete(counters, asked, scrapeSeconds)
  // A span that was cut is long past: where it holds nothing, nothing will come.
  const skipped = used.to === from && asked.to < request.to.getTime()
  return answer(skipped ? asked.to : used.to, complete && !skipped, scrapeSeconds, versions)
}

function answer(
  to: number,
  complete: boolean,
  scrapeSeconds: number,
  versions: Map<string, SideCounts>,
): Measured {
  return {
    to: new Date(to).toISOString(),
    complete,
    scrapeSeconds,
    versions: Object.fromEntries(versions),
  }
}

function countByVersion(counters: readonly Series[], grown: readonly number[]): Map<string, SideCounts> {
  const versions = new Map<string, SideCounts>()
  for (const [index, { labels }] of counters.entries()) {
    const version = versionOf(labels)
    if (version === undefined) continue
    const counts = versions.get(version) ?? { requests: 0, failures: 0, slow: {} }
    versions.set(version, counts)
    const requests = grown[index] ?? 0
    counts.requests += requests
    const end = { code: labels.response_code ?? '', grpcStatus: labels.grpc_response_status }
    if (isFailure(end)) counts.failures += requests
  }
  return versions
}

/**
 * Never more than there were requests: the two metrics are counted a moment apart. Where a histogram cannot tell, or
 * requests were counted and none is there, the threshold has no entry.
 */
function addSlow(
  versions: Map<string, SideCounts>,
  buckets: readonly Series[],
  grown: readonly number[],
  thresholds: readonly number[],
): void {
  const histograms = histogramsOf(buckets, grown).filter(({ total }) => total > 0)
  for (const [version, counts] of versions) {
    const own = histograms.filter(({ labels }) => versionOf(labels) === version)
    for (const threshold of thresholds) {
      const slow = own.map((histogram) => slowerThan(histogram, threshold))
      const known = slow.filter((count) => count !== undefined)
      if (known.length < slow.length || (own.length === 0 && counts.requests > 0)) continue
      const sum = known.reduce((total, count) => total + count, 0)
      counts.slow[String(threshold)] = Math.min(sum, counts.requests)
    }
  }
}
