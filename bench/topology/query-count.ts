import { setTimeout as delay } from 'node:timers/promises'
import type { Stage } from '../support/stage'

export interface QueryCount {
  queries: number
  seconds: number
  /** Queries by scrape, which is Aviary's tick. */
  perTick: number
}

/** Counts the queries at Prometheus while work goes on. */
export async function countQueries(stage: Stage, work: () => Promise<unknown>): Promise<QueryCount> {
  stage.prometheus.reset()
  const start = performance.now()
  await work()
  const seconds = (performance.now() - start) / 1000
  const queries = stage.prometheus.queries.length
  return { queries, seconds, perTick: queries / (seconds / stage.scrapeSeconds) }
}

/** One person who looks at one namespace, or at all of them, and asks every second. */
export async function lookFor(seconds: number, stage: Stage, namespaces?: string): Promise<void> {
  const where = namespaces === undefined ? '' : `&namespaces=${namespaces}`
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    await stage.api.expect('viewer', 'GET', `/topology?window=60s${where}`)
    await delay(1000)
  }
}
