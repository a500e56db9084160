import { isFailure } from '@/lib/domain/topology/failure'
import { sumOfCallers } from '@/lib/domain/topology/caller-counts'
import type { CallerCounts, ServiceCounts, VersionCounts } from '@/lib/domain/topology/traffic'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { fromStart, stepsOf } from '../counters/growth'
import { gapTolerance } from '../counters/span'
import { firstScrapes, succeeded } from '../counters/targets'
import type { Labels, Series } from '../prometheus/answer'
import { versionOf } from './parse'

const unknown = 'unknown'

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

/**
 * Integer differences of raw counters between the first sample at or after `since` and the last up to `to`, resets
 * handled. A series that begins later than the first scrape of its target starts from 0: `increase()` would miss it.
 */
export function countRequests(input: CountInput): ServiceCounts {
  const { series, since, to, scrapeSeconds } = input
  const scraped = firstScrapes([...series, ...input.scrapes.map(succeeded)], since)
  const callers = new Map<string, CallerCounts>()
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
    bounds.from = Math.min(bounds.from, points[0]?.time ?? bounds.from)
    bounds.to = Math.max(bounds.to, points.at(-1)?.time ?? bounds.to)
    for (const { before, time: at, grown } of stepsOf(points)) {
      if (at - before > gapTolerance * scrapeSeconds * 1000) gaps = true
      if (version === undefined) {
        lost += grown
        continue
      }
      const counts = countsOf(callers, one.labels, version, length)
      counts.requests += grown
      if (failed) counts.failures += grown
      const slot = Math.min(length - 1, Math.floor((at - 1 - since) / (scrapeSeconds * 1000)))
      counts.perInterval[slot] = (counts.perInterval[slot] ?? 0) + grown
    }
  }
  const late = series.length > 0 && to - bounds.to > 3 * scrapeSeconds * 1000
  return {
    from: time(Number.isFinite(bounds.from) ? bounds.from : since),
    to: time(Number.isFinite(bounds.to) ? bounds.to : to),
    scrapeSeconds,
    versions: sumOfCallers([...callers.values()]),
    callers: [...callers.values()],
    lost,
    complete: !input.warned && !gaps && !late,
  }
}

function countsOf(
  callers: Map<string, CallerCounts>,
  labels: Labels,
  version: string,
  intervals: number,
): VersionCounts {
  const { source_workload_namespace: namespace = unknown, source_workload: workload = unknown } = labels
  const key = `${namespace}/${workload}`
  const caller = callers.get(key) ?? { namespace, workload, versions: [] }
  callers.set(key, caller)
  const known = caller.versions.find((one) => one.version === version)
  if (known !== undefined) return known
  const counts = { version, requests: 0, failures: 0, perInterval: new Array<number>(intervals).fill(0) }
  caller.versions.push(counts)
  return counts
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
