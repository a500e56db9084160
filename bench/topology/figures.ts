import { setTimeout as delay } from 'node:timers/promises'
import type { EdgeFiguresDto, GraphDto } from '@/lib/contracts/topology'
import { mostFigures } from '@/lib/contracts/topology'
import { timed } from '../support/paced'
import type { Stage } from '../support/stage'
import { summarise, type Summary } from '../support/statistics'
import { askPrometheus } from './ask-prometheus'

/** Latencies and throughput of as many edges as may be on screen. */
export interface Figures {
  edges: number
  withLatency: number
  /** Windows that nobody asked for before. */
  cold: Summary
  /** The slowest of its queries by itself, sent straight to Prometheus. */
  slowest: Summary
  queries: number
}

const rounds = 10

export async function readFigures(stage: Stage): Promise<Figures> {
  const { api, prometheus } = stage
  const graph = await api.expect<GraphDto>('viewer', 'GET', '/topology?window=60s')
  const edges = graph.json.edges
    .filter(({ protocol, rate, mirrored }) => protocol !== 'tcp' && rate > 0 && mirrored === undefined)
    .slice(0, mostFigures)
    .map(({ id }) => id)
  const ask = (window: string) =>
    api.expect<EdgeFiguresDto>('viewer', 'POST', '/topology/figures', {
      body: { window, level: 'versioned-app', edges },
    })
  const times: number[] = []
  let queries: readonly string[] = []
  let withLatency = 0
  for (let round = 0; round < rounds; round += 1) {
    const window = `${100 + round}s`
    // In one tick no more than these edges are asked for, whatever their window.
    await delay(stage.scrapeSeconds * 1000)
    // The graph of that window is there already when a person looks at its latencies.
    await api.expect('viewer', 'GET', `/topology?window=${window}`)
    prometheus.reset()
    times.push(
      await timed(async () => {
        const { items } = (await ask(window)).json
        withLatency = items.filter(({ latency }) => latency !== undefined).length
      }),
    )
    queries = [...prometheus.queries]
  }
  return {
    edges: edges.length,
    withLatency,
    cold: summarise(times),
    slowest: await slowestOf(prometheus.url, queries),
    queries: queries.length,
  }
}

async function slowestOf(url: string, queries: readonly string[]): Promise<Summary> {
  const { ask, close } = askPrometheus(url)
  try {
    const alone: Summary[] = []
    for (const query of queries) {
      const times: number[] = []
      for (let round = 0; round < rounds; round += 1) times.push(await timed(() => ask(query)))
      alone.push(summarise(times))
    }
    const [slowest] = alone.sort((a, b) => b.p50 - a.p50)
    if (slowest === undefined) throw new Error('latencies need no queries')
    return slowest
  } finally {
    await close()
  }
}
