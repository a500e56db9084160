import { isFailure } from '@/lib/domain/topology/failure'
import type { ServiceCounts, VersionCounts } from '@/lib/domain/topology/traffic'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { Labels, Series } from '../prometheus/answer'
import { versionOf } from './parse'

export interface CountInput {
  /** Raw counters, client-seen, with one scrape or more before `since`. */
  series: readonly Series[]
  /** `up` of targets whose earlier scrapes the counters alone don't prove. */
  scrapes: readonly Series[]
  since: number
  to: number
  scrapeSeconds: number
  warned: boolean
}

/** Counters go on while a scrape is missed, so one or two lose nothing; more leave resets unseen. */
const gapTolerance = 5

/** The series that belong to the service; one without a namespace is known by its host. */
export function seriesOfService(
  series: readonly Series[],
  service: ServiceRef,
  others: readonly string[],
): Series[] {
  const hosts = [service.name, ...others].map((name) => `${name}.${service.namespace}`)
  return series.filter(({ labels }) => {
    if (labels.destination_service_namespace === service.namespace) return true
    const host = labels.destination_service ?? ''
    return hosts.some((known) => host === known || host.startsWith(`${known}.`))
  })
}

/** Targets of series that begin after `since` and of which no scrape between is seen in the others. */
export function unprovenInstances(series: readonly Series[], since: number): string[] {
  const first = firstScrapes(series, since)
  const instances = series
    .filter(({ points: [start], labels }) => {
      if (start === undefined || start.time <= since) return false
      return (first.get(targetOf(labels)) ?? start.time) >= start.time
    })
    .map(({ labels }) => labels.instance ?? '')
  return [...new Set(instances)].filter((instance) => instance !== '')
}

/**
 * Integer differences of raw counters between the first sample at or after `since` and the last up to `to`, resets
 * handled. A series that begins later than the first scrape of its target starts from 0: `increase()` would miss it.
 */
export function countRequests(input: CountInput): ServiceCounts {
  const { series, since, to, scrapeSeconds } = input
  const scraped = firstScrapes([...series, ...input.scrapes.map(succeeded)], since)
  const intervals = new Map<string, { requests: number; failures: number; perInterval: number[] }>()
  const length = Math.max(1, Math.ceil((to - since) / (scrapeSeconds * 1000)))
  const bounds = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY }
  let lost = 0
  let gaps = false

  for (const one of series) {
    const version = versionOf(one.labels)
    const failed = isFailure({
      code: one.labels.response_code ?? '',
      grpcStatus: one.labels.grpc_response_status,
    })
    const points = fromStart(one, since, scraped)
    for (const [index, point] of points.entries()) {
      bounds.from = Math.min(bounds.from, point.time)
      bounds.to = Math.max(bounds.to, point.time)
      const before = points[index - 1]
      if (before === undefined) continue
      if (point.time - before.time > gapTolerance * scrapeSeconds * 1000) gaps = true
      const seen = Math.round(point.value < before.value ? point.value : point.value - before.value)
      if (version === undefined) {
        lost += seen
        continue
      }
      const counts = intervals.get(version) ?? {
        requests: 0,
        failures: 0,
        perInterval: new Array<number>(length).fill(0),
      }
      intervals.set(version, counts)
      counts.requests += seen
      if (failed) counts.failures += seen
      const slot = Math.min(length - 1, Math.floor((point.time - 1 - since) / (scrapeSeconds * 1000)))
      counts.perInterval[slot] = (counts.perInterval[slot] ?? 0) + seen
    }
  }
  const late = series.length > 0 && to - bounds.to > 3 * scrapeSeconds * 1000
  return {
    from: time(Number.isFinite(bounds.from) ? bounds.from : since),
    to: time(Number.isFinite(bounds.to) ? bounds.to : to),
    scrapeSeconds,
    versions: trimmed(intervals),
    lost,
    complete: !input.warned && !gaps && !late,
  }
}

interface Point {
  time: number
  value: number
}

/** The samples that count, with a zero in front where the series is known to have begun inside the span. */
function fromStart({ labels, points }: Series, since: number, scraped: Map<string, number>): Point[] {
  const finite = points.filter(({ value }) => Number.isFinite(value))
  const inside = finite.filter(({ time: at }) => at >= since)
  const [first] = inside
  if (first === undefined || finite.length > inside.length) return inside
  const earlier = scraped.get(targetOf(labels))
  if (earlier === undefined || earlier >= first.time) return inside
  return [{ time: first.time - 1, value: 0 }, ...inside]
}

/** The first scrape of every target at or after `since`. */
function firstScrapes(series: readonly Series[], since: number): Map<string, number> {
  const first = new Map<string, number>()
  for (const { labels, points } of series) {
    const start = points.find(({ time: at }) => at >= since)
    if (start === undefined) continue
    const target = targetOf(labels)
    first.set(target, Math.min(first.get(target) ?? start.time, start.time))
  }
  return first
}

/** A scrape that failed proves nothing about series that are missing from it. */
function succeeded({ labels, points }: Series): Series {
  return { labels, points: points.filter(({ value }) => value === 1) }
}

function targetOf(labels: Labels): string {
  return JSON.stringify([labels.job ?? '', labels.instance ?? ''])
}

/** Intervals in which no version was seen at all are no observation: nothing was scraped yet. */
function trimmed(
  all: Map<string, { requests: number; failures: number; perInterval: number[] }>,
): VersionCounts[] {
  const counts = [...all.values()]
  const seen = (index: number) => counts.some(({ perInterval }) => (perInterval[index] ?? 0) > 0)
  return [...all]
    .map(([version, { requests, failures, perInterval }]) => ({
      version,
      requests,
      failures,
      perInterval: perInterval.filter((_count, index) => seen(index)),
    }))
    .sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }))
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
