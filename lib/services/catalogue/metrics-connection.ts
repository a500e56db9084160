import { queriesPerTick, type MetricsConnectionDto } from '../../contracts/connections'
import type { MetricsHealth } from '../../domain/ports'

/** What everybody may know of the connection to Prometheus. */
export function metricsConnection(health: MetricsHealth): MetricsConnectionDto {
  const { configured, ok, detail, scrapeSeconds, cost, leastWindow, matchers = [], sources = [] } = health
  return {
    configured,
    ok,
    ...(detail === undefined ? {} : { detail }),
    scrapeInterval: scrapeSeconds,
    window: leastWindow ?? 0,
    matchers,
    sources,
    cost: { budget: queriesPerTick, ...cost },
  }
}
