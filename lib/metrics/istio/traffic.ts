import { isDomainError, type DomainError } from '@/lib/domain/errors'
import type { TrafficRow, TrafficSnapshot } from '@/lib/domain/topology/traffic'
import type { PrometheusClient } from '../prometheus/client'
import { requestRows, tcpRows } from './parse'
import { trafficQueries } from './queries'

/** How long the last good rows of a part may stand in for it. */
const keepMs = 5 * 60_000
const kept = 50

interface Part {
  rows: TrafficRow[]
  at: number
}

/** Fetches the traffic of the whole mesh; remembers each part, for when one query fails and the others don't. */
export function createTrafficFetcher(client: PrometheusClient, onError: (error: unknown) => void) {
  const good = new Map<string, Part>()

  const remember = (key: string, part: Part): void => {
    good.delete(key)
    good.set(key, part)
    for (const oldest of good.keys()) {
      if (good.size <= kept) break
      good.delete(oldest)
    }
  }

  /** Rows of one window ending at `at`. Throws `metrics-unavailable` when every query failed. */
  return async (windowSeconds: number, at: Date): Promise<TrafficSnapshot> => {
    const queries = trafficQueries(windowSeconds)
    const failures: DomainError[] = []
    const warned: string[] = []
    const stoodIn: string[] = []
    const parts = await Promise.all(
      queries.map(async ({ part, kind, promql }): Promise<TrafficRow[]> => {
        const key = `${part} ${windowSeconds}`
        try {
          const { data, warnings } = await client.instant(promql, at)
          warned.push(...warnings)
          const rows = kind === 'tcp' ? tcpRows(data) : requestRows(data)
          remember(key, { rows, at: at.getTime() })
          return rows
        } catch (error) {
          if (!isDomainError(error)) throw error
          failures.push(error)
          const last = good.get(key)
          const age = last === undefined ? Number.POSITIVE_INFINITY : at.getTime() - last.at
          if (last === undefined || age < 0 || age > keepMs) return []
          stoodIn.push(part)
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
      source: 'istio',
      partial: warned.length > 0 || failures.length > 0,
      stale: stoodIn.length > 0,
      queries: queries.length,
    }
  }
}
