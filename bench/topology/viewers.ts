import { setTimeout as delay } from 'node:timers/promises'
import { openStream, type LiveStream } from '../support/event-stream'
import { memoryOfListener, type Memory } from '../support/server-memory'
import type { Stage } from '../support/stage'
import { summarise, type Summary } from '../support/statistics'
import { countQueries, type QueryCount } from './query-count'

/** What fifty people at once do to the server. */
export interface Crowd {
  viewers: number
  seconds: number
  before: Memory
  after: Memory
  /** Of the graphs that were answered. */
  topology: Summary
  /** Reads that were refused or failed, by status. */
  failed: Record<number, number>
  queries: QueryCount
}

const viewers = 50
const seconds = 60
/** The stream brings each new graph; a page that is opened or loaded again reads it. */
const graphEveryMs = 30_000
/** As often as the console asks: lib/queries/services.ts. */
const listEveryMs = 10_000

/**
 * Fifty live streams that follow a graph each; behind each, the graph is read every 30 s and the services list every
 * 10 s. A third look at all namespaces, a third at one, a third at three.
 */
export async function watchAsCrowd(stage: Stage): Promise<Crowd> {
  const before = await memoryOfListener(stage.port)
  const streams: LiveStream[] = []
  const times: number[] = []
  const failed: Record<number, number> = {}
  try {
    for (let viewer = 0; viewer < viewers; viewer += 1)
      streams.push(
        await openStream(
          stage.api,
          roleOf(stage, viewer),
          `topology,services,releases,operations&graphs=${encodeURIComponent(JSON.stringify([viewOf(viewer)]))}`,
        ),
      )
    const queries = await countQueries(stage, () =>
      Promise.all(Array.from({ length: viewers }, (_none, viewer) => view(stage, viewer, times, failed))),
    )
    const after = await memoryOfListener(stage.port)
    return { viewers, seconds, before, after, topology: summarise(times), failed, queries }
  } finally {
    for (const stream of streams) await stream.close()
  }
}

async function view(
  stage: Stage,
  viewer: number,
  times: number[],
  failed: Record<number, number>,
): Promise<void> {
  const start = performance.now() + (viewer / viewers) * graphEveryMs
  const role = roleOf(stage, viewer)
  const read = async (path: string) => {
    const { status, ms } = await stage.api.call(role, 'GET', path)
    if (status !== 200) failed[status] = (failed[status] ?? 0) + 1
    return status === 200 ? [ms] : []
  }
  const graphs = repeat(start, graphEveryMs, async () => {
    times.push(...(await read(`/topology?window=60s&namespaces=${namespacesOf(viewer)}`)))
  })
  const lists = repeat(start, listEveryMs, () => read('/services?limit=100'))
  await Promise.all([graphs, lists])
}

async function repeat(start: number, everyMs: number, work: () => Promise<unknown>): Promise<void> {
  for (let at = start; at < start + seconds * 1000; at += everyMs) {
    await delay(Math.max(0, at - performance.now()))
    await work()
  }
}

const roleOf = (stage: Stage, viewer: number): string =>
  stage.api.roles[viewer % stage.api.roles.length] ?? 'viewer'

const viewOf = (viewer: number) => ({
  window: '60s',
  level: 'versioned-app',
  namespaces: namespacesOf(viewer),
})

function namespacesOf(viewer: number): string {
  const name = (offset: number) => `scale-${String(((viewer + offset) % 20) + 1).padStart(2, '0')}`
  switch (viewer % 3) {
    case 0:
      return ''
    case 1:
      return name(0)
    default:
      return `${name(0)},${name(1)},${name(2)}`
  }
}
