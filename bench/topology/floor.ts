import { trafficQueries } from '@/lib/metrics/istio/queries'
import { timed } from '../support/paced'
import { summarise, type Summary } from '../support/statistics'
import type { Stage } from '../support/stage'
import { askPrometheus } from './ask-prometheus'

/** The least that a cold graph can take on this Prometheus, with Aviary out of the way. */
export interface Floor {
  /** The slowest of the queries by itself. */
  slowest: Summary & { part: string; bytes: number }
  /** All queries of one graph, sent at once. */
  together: Summary
  queries: number
}

const rounds = 20

/** Sends the queries of one graph straight to the Prometheus that Aviary asks, through the same counter. */
export async function measureFloor(stage: Stage): Promise<Floor> {
  const { ask, close } = askPrometheus(stage.prometheus.url)
  try {
    const queries = trafficQueries(60)
    const alone: Floor['slowest'][] = []
    for (const { part, promql } of queries) {
      const times: number[] = []
      for (let round = 0; round < rounds; round += 1) times.push(await timed(() => ask(promql)))
      alone.push({ ...summarise(times), part, bytes: await ask(promql) })
    }
    const together: number[] = []
    for (let round = 0; round < rounds; round += 1)
      together.push(await timed(() => Promise.all(queries.map(({ promql }) => ask(promql)))))
    const [slowest] = alone.sort((a, b) => b.p50 - a.p50)
    if (slowest === undefined) throw new Error('a graph needs no queries')
    return { slowest, together: summarise(together), queries: queries.length }
  } finally {
    await close()
  }
}
