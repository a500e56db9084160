import { createHash } from 'node:crypto'
import { isDomainError } from '@/lib/domain/errors'
import type { Measured, MetricsHealth, MetricsSource } from '@/lib/domain/ports'
import type {
  FigureRow,
  LatencyBand,
  ServiceCounts,
  TrafficSnapshot,
  VersionSeries,
} from '@/lib/domain/topology/traffic'
import { log } from '@/lib/log'
import type { Saturation } from '@/lib/domain/topology/saturation'
import type { TelemetryTarget } from '@/lib/domain/topology/telemetry-target'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { unprovenInstances } from './counters/targets'
import { createCostMeter, type QueryCost } from './cost'
import { customCounters, customSeries } from './custom/series'
import { countsVersions, covers, type CustomSource } from './custom/source'
import { countRequests } from './istio/counts'
import { quantileBand } from '@/lib/domain/topology/quantile-band'
import { createFiguresFetcher } from './figures-fetcher'
import { scrapesQuery, type Side } from './istio/queries'
import { bucketsByVersion, versionSeries } from './istio/version-series'
import { measureService } from './measure-service'
import { grownBetween, numberAt } from './operator-queries'
import { createPrometheusClient, type PrometheusOptions } from './prometheus/client'
import { matcherText } from './prometheus/promql'
import { indexTargets, targetsOfService } from './proxy/targets'
import { exported, type ProxyTelemetry } from './proxy/telemetry'
import { createRatesFetcher } from './rates-fetcher'
import { fetchSaturation, type ChartSpan } from './saturation'
import { measureScrapeInterval } from './scrape-interval'
import { istioSeries, proxySeries, type ServiceSeries } from './service-series'
import { createSharedCache } from './shared-cache'
import { createTrafficFetcher } from './traffic-fetcher'

export interface MetricsOptions extends Pick<PrometheusOptions, 'url' | 'auth' | 'tls' | 'matchers'> {
  /** What the series of proxies other than Istio's stand for, now. */
  targets?: () => readonly TelemetryTarget[]
  /** Telemetry that operators describe, now. */
  custom?: () => readonly CustomSource[]
  /** The clock, for tests. */
  now?: () => Date
  /** Hears of every query that was sent. */
  onQuery?: (query: QueryCost) => void
  /** Failures that no caller hears of; logged by default. */
  onError?: (error: unknown) => void
}

type Latencies = Record<string, { p50: LatencyBand; p95: LatencyBand; p99: LatencyBand }>

export interface PrometheusMetrics extends MetricsSource {
  close(): Promise<void>
}

/** Prometheus' own default, until the real one is seen. */
const assumedScrapeSeconds = 15
const remeasureMs = 10 * 60_000
/** How soon to ask again while no interval is known. */
const unmeasuredSeconds = 2
const scrapesPerWindow = 4
const longestCountSeconds = 30 * 60
const mostPoints = 500
const nothing = { data: [], warnings: [] }
const cachedKeys = 200

function warn(error: unknown): void {
  log('metrics').warn({ err: error }, 'a query failed behind an answer that was kept')
}

/**
 * Metrics from one Prometheus. Every method throws `metrics-unavailable`, those that take PromQL `invalid` too, which
 * says nothing about Prometheus' health.
 */
export function createMetrics(options: MetricsOptions): PrometheusMetrics {
  const { now = () => new Date(), onError = warn, targets = () => [], custom = () => [] } = options
  const clock = () => now().getTime()
  const cost = createCostMeter(clock)
  const { url, auth, tls, matchers } = options
  const client = createPrometheusClient({
    url,
    auth,
    tls,
    matchers,
    onQuery: (query) => {
      cost.record(query)
      options.onQuery?.(query)
    },
    onError,
  })
  const health: Omit<MetricsHealth, 'cost'> = {
    configured: true,
    ok: true,
    scrapeSeconds: null,
    lastQueries: 0,
  }
  const cacheOf = <T>() => createSharedCache<T>(clock, cachedKeys, onError)
  const snapshots = cacheOf<TrafficSnapshot>()
  const counted = cacheOf<ServiceCounts>()
  const measurements = cacheOf<Measured>()
  const latencies = cacheOf<Latencies>()
  const charts = cacheOf<VersionSeries[]>()
  const saturations = cacheOf<Saturation>()
  const figures = cacheOf<FigureRow[]>()
  const overviews = cacheOf<Map<string, number[]>>()
  const intervals = cacheOf<number | null>()
  const renamed = new Set<string>()
  const fetchTraffic = createTrafficFetcher(client, onError, (part, samples) => {
    const { place } = indexTargets(targets()).find(({ proxy }) => proxy.source === part)?.proxy ?? {}
    if (place === undefined) return
    if (samples.some(({ labels }) => labels[exported(place)] !== undefined)) renamed.add(part)
  })
  const fetchRates = createRatesFetcher(client)
  const labelOf = ({ source, place }: ProxyTelemetry) => (renamed.has(source) ? exported(place) : place)
  const fetchFigures = createFiguresFetcher(client, clock, labelOf)

  /** An operator's source, else the first proxy that counts the service's requests by backend, else Istio's. */
  const seriesOf = (service: ServiceRef, others: readonly string[], side: Side = 'asked'): ServiceSeries => {
    const own = custom().find((source) => covers(source, service) && countsVersions(source))
    if (own !== undefined) return customSeries(own, service, others)
    const [found] = indexTargets(targetsOfService(targets(), service, others))
    return found === undefined
      ? istioSeries(service, others, side)
      : proxySeries(found.proxy, found.targets, labelOf(found.proxy))
  }

  const watched = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      const result = await work()
      health.ok = true
      delete health.detail
      return result
    } catch (error) {
      if (isDomainError(error) && error.code === 'invalid') throw error
      health.ok = false
      health.detail = isDomainError(error) ? error.message : 'An unexpected failure; see the log.'
      throw error
    }
  }

  const scrapeSeconds = async (): Promise<number> => {
    const fresh = health.scrapeSeconds === null ? unmeasuredSeconds * 1000 : remeasureMs
    const measured = await watched(() =>
      intervals.get('interval', fresh, () =>
        measureScrapeInterval(client, now(), custom().flatMap(customCounters)),
      ),
    )
    health.scrapeSeconds = measured ?? health.scrapeSeconds
    return health.scrapeSeconds ?? assumedScrapeSeconds
  }
  const freshMs = () => (health.scrapeSeconds ?? unmeasuredSeconds) * 1000
  const adapted = (windowSeconds: number, scrape: number) =>
    Math.max(Math.round(windowSeconds), scrapesPerWindow * scrape)

  /** On whole steps, so that two answers of one chart show the same moments. */
  const chartSpan = async (windowSeconds: number, stepSeconds: number, to?: Date): Promise<ChartSpan> => {
    const scrape = await scrapeSeconds()
    const step = Math.max(Math.round(stepSeconds), scrape, Math.ceil(windowSeconds / mostPoints))
    const end = new Date(Math.floor((to?.getTime() ?? clock()) / (step * 1000)) * step * 1000)
    const start = new Date(end.getTime() - Math.floor(windowSeconds / step) * step * 1000)
    return { start, end, step, rateSeconds: adapted(step, scrape) }
  }

  return {
    async traffic(windowSeconds, at) {
      const scrape = await scrapeSeconds()
      const window = adapted(windowSeconds, scrape)
      const key = `${window} ${at === undefined ? 'now' : at.toISOString()}`
      return snapshots.get(key, freshMs(), () =>
        watched(async () => {
          const snapshot = await fetchTraffic(window, at ?? now(), indexTargets(targets()), custom())
          health.lastQueries = snapshot.queries
          return snapshot
        }),
      )
    },

    async figures(windowSeconds, wanted, at) {
      if (wanted.length === 0) return []
      const window = adapted(windowSeconds, await scrapeSeconds())
      const key = createHash('sha256')
        .update(JSON.stringify([window, at, wanted]))
        .digest('base64')
      return figures.get(key, freshMs(), () =>
        watched(() => {
          const span = { windowSeconds: window, end: at ?? now(), past: at !== undefined }
          return fetchFigures(wanted, span, indexTargets(targets()))
        }),
      )
    },

    async rates(windowSeconds, stepSeconds) {
      return overviews.get(`${windowSeconds} ${stepSeconds}`, stepSeconds * 1000, () =>
        watched(async () => {
          const rateSeconds = adapted(stepSeconds, await scrapeSeconds())
          return await fetchRates(
            { end: now(), windowSeconds, stepSeconds, rateSeconds },
            indexTargets(targets()),
            custom(),
          )
        }),
      )
    },

    async counts(service, since, to, others = []) {
      const scrape = await scrapeSeconds()
      const longest = (to?.getTime() ?? clock()) - longestCountSeconds * 1000
      // Whoever asks for all of the half hour shares one answer, although each names another moment.
      const span = since.getTime() <= longest ? 'longest' : since.getTime()
      return counted.get(JSON.stringify([service, span, to, others]), freshMs() / 2, () =>
        watched(async () => {
          const end = to ?? now()
          const from = Math.max(since.getTime(), end.getTime() - longestCountSeconds * 1000)
          const seconds = Math.max(0, Math.ceil((end.getTime() - from) / 1000)) + 2 * scrape
          const source = seriesOf(service, others)
          const answer = await client.samples(source.counters(seconds), end)
          const series = source.own(source.read(answer.data))
          const unproven = unprovenInstances(series, from)
          const ups =
            unproven.length === 0
              ? { data: [], warnings: [] }
              : await client.samples(scrapesQuery(unproven, seconds), end)
          const counts = countRequests({
            series,
            scrapes: ups.data,
            since: from,
            to: end.getTime(),
            scrapeSeconds: scrape,
            warned: answer.warnings.length + ups.warnings.length > 0,
          })
          return source.custom === true ? { ...counts, custom: true } : counts
        }),
      )
    },

    async latency(service, windowSeconds, others = []) {
      const scrape = await scrapeSeconds()
      const window = adapted(windowSeconds, scrape)
      return latencies.get(JSON.stringify([service, window, others]), freshMs(), () =>
        watched(async () => {
          const source = seriesOf(service, others)
          const query = source.buckets(window)
          if (query === undefined) return {}
          const { data } = await client.instant(query, now())
          return Object.fromEntries(
            [...bucketsByVersion(source.read(data))].flatMap(([version, buckets]) => {
              const [p50, p95, p99] = [0.5, 0.95, 0.99].map((quantile) => quantileBand(buckets, quantile))
              return p50 && p95 && p99 ? [[version, { p50, p95, p99 }] as const] : []
            }),
          )
        }),
      )
    },

    async series(service, windowSeconds, stepSeconds, others = [], to) {
      const span = await chartSpan(windowSeconds, stepSeconds, to)
      return charts.get(JSON.stringify([service, windowSeconds, span.step, others, to]), freshMs(), () =>
        watched(async () => {
          const { start, end, step, rateSeconds } = span
          const source = seriesOf(service, others)
          const bucketsQuery = source.buckets(rateSeconds)
          const [ends, buckets] = await Promise.all([
            client.range(source.ends(rateSeconds), start, end, step),
            bucketsQuery === undefined ? nothing : client.range(bucketsQuery, start, end, step),
          ])
          return versionSeries(source.read(ends.data), source.read(buckets.data))
        }),
      )
    },

    async saturation(wanted, windowSeconds, stepSeconds, to) {
      const { rateSeconds, ...span } = await chartSpan(windowSeconds, stepSeconds, to)
      const names = wanted.versions.map(({ version, pods }) => [version, pods.map(({ name }) => name)])
      const key = JSON.stringify([wanted.namespace, names, windowSeconds, span.step, to])
      // Kubelets may be scraped four times more seldom than proxies.
      return saturations.get(key, freshMs(), () =>
        watched(() => fetchSaturation(client, wanted, { ...span, rateSeconds: 4 * rateSeconds })),
      )
    },

    async measure(request) {
      const { service, others, from, to, side, slowerThan } = request
      const scrape = await scrapeSeconds()
      const key = JSON.stringify([service, others, from, to, side, slowerThan])
      return measurements.get(key, freshMs() / 2, () =>
        watched(() => measureService(client, seriesOf(service, others, side), request, scrape)),
      )
    },

    async grown(selector, from, to) {
      const scrape = await scrapeSeconds()
      const span = { from: from.getTime(), to: to.getTime() }
      return await watched(() => grownBetween(client, selector, span, scrape))
    },

    value: (query, at) => watched(() => numberAt(client, query, at)),

    health: () => ({
      ...health,
      leastWindow: scrapesPerWindow * (health.scrapeSeconds ?? assumedScrapeSeconds),
      matchers: matchers?.map(matcherText) ?? [],
      sources: custom().map(({ name }) => name),
      cost: cost.read(),
    }),
    close: () => client.close(),
  }
}
