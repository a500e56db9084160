import { isDomainError, type DomainError } from '@/lib/domain/errors'
import type { TrafficRow, TrafficSnapshot } from '@/lib/domain/topology/traffic'
import { requestRows, tcpRows } from './istio/parse'
import { trafficQueries } from './istio/queries'
import type { Sample } from './prometheus/answer'
import type { PrometheusClient } from './prometheus/client'
import { customParts } from './custom/parts'
import { covers, type CustomSource } from './custom/source'
import { proxyParts } from './proxy/parts'
import type { ProxyTargets } from './proxy/targets'
import type { TrafficPart } from './traffic-part'

/** How long the last good rows of a part may stand in for it. */
const keepMs = 5 * 60_000
/** Parts that are remembered: of three windows or so, as the rows of a large mesh are many megabytes. */
const kept = 20

interface Part {
  rows: TrafficRow[]
  at: number
}

/** A constant number of queries, whatever the number of namespaces: Istio's five, those of proxies, those of operators. */
function partsOf(
  windowSeconds: number,
  proxies: ProxyTargets,
  custom: readonly CustomSource[],
): TrafficPart[] {
  const known = [
    ...trafficQueries(windowSeconds).map(({ part, kind, promql }) => ({
      part,
      promql,
      rows: kind === 'tcp' ? tcpRows : requestRows,
    })),
    ...proxyParts(windowSeconds, proxies),
  ]
  if (custom.length === 0) return known
  // What an operator's source counts is nobody else's, or it would be there twice.
  const left = (row: TrafficRow) => !custom.some((source) => covers(source, row.service))
  return [
    ...known.map((part) => ({
      ...part,
      rows: (samples: readonly Sample[]) => part.rows(samples).filter(left),
    })),
    ...customParts(windowSeconds, custom),
  ]
}

/** Fetches the traffic of the whole cluster; remembers each part, for when one query fails and the others don't. */
export function createTrafficFetcher(
  client: PrometheusClient,
  onError: (error: unknown) => void,
  onSamples: (part: string, samples: readonly Sample[]) => void,
) {
  const good = new Map<string, Part>()

  const remember = (key: string, part: Part): void => {
    good.delete(key)
    good.set(key, part)
    for (const [oldest, { at }] of good) if (good.size > kept || part.at - at > keepMs) good.delete(oldest)
  }

  /**
   * Rows of one window ending at `at`; `custom` are operators' sources. Throws `metrics-unavailable` when every query
   * failed.
   */
  return async (
    windowSeconds: number,
    at: Date,
    proxies: ProxyTargets,
    custom: readonly CustomSource[] = [],
  ): Promise<TrafficSnapshot> => {
    const queries = partsOf(windowSeconds, proxies, custom)
    const failures: DomainError[] = []
    const warned: string[] = []
    const stoodIn: { part: string; at: string }[] = []
    const parts = await Promise.all(
      queries.map(async ({ part, promql, rows: read }): Promise<TrafficRow[]> => {
        const key = `${part} ${windowSeconds}`
        try {
          const { data, warnings } = await client.instant(promql, at, part)
          warned.push(...warnings)
          onSamples(part, data)
          const rows = read(data)
          remember(key, { rows, at: at.getTime() })
          return rows
        } catch (error) {
          if (!isDomainError(error)) throw error
          failures.push(error)
          const last = good.get(key)
          const age = last === undefined ? Number.POSITIVE_INFINITY : at.getTime() - last.at
          if (last === undefined || age < 0 || age > keepMs) return []
          stoodIn.push({ part, at: new Date(last.at).toISOString() })
          return last.rows
        }
      }),
    )
    const [failure] = failures
    if (failure !== undefined) {
      if (failures.length === queries.length) throw failure
      onError(failure)
    }
    return {
      rows: parts.flat(),
      at: at.toISOString(),
      window: windowSeconds,
      source: ['istio', ...proxies.map(({ proxy }) => proxy.source), ...custom.map(({ name }) => name)].join(
        '+',
      ),
      partial: warned.length > 0 || failures.length > 0,
      stale: stoodIn.length > 0,
      staleParts: stoodIn,
      queries: queries.length,
    }
  }
}
