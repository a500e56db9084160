import type { GraphSource } from './graph-source'
import type { GraphFeed, GraphListener } from './graph-port'
import type { GraphTools } from './graph-state'
import { keyOfSpec, type GraphSpec } from './graph-view'
import { keptMs, SharedGraph, type GraphClock } from './shared-graph'

export interface GraphFeedOptions extends GraphClock {
  source: GraphSource
  tools: GraphTools
  /** Seconds between samples. */
  scrapeSeconds: () => number
  /** Hears of every tick what its graphs cost, milliseconds. */
  ticked?: (ms: number) => void
}

/** Changes are gathered for this long, and longer where the graphs take long to make. Milliseconds. */
const gatherMs = 250
const longestGatherMs = 2_000
/** How much longer the process does other things than it makes graphs. */
const restTimes = 3
/** After samples are due they are asked for, and looked for again until they are there. Milliseconds. */
const lookAgainMs = 250
/** Graphs that are kept without a follower; one of a large mesh is ten megabytes. */
const mostIdle = 4

interface Followed {
  listeners: Set<GraphListener>
  failed: boolean
}

/** Ticks while anybody follows a graph, by the rhythm of the scrapes, and never else. */
export function createGraphFeed(options: GraphFeedOptions): GraphFeed {
  const { source, tools, now, scrapeSeconds, pause, ticked = () => undefined } = options
  const graphs = new Map<string, SharedGraph>()
  const followed = new Map<SharedGraph, Followed>()
  let timer: { at: number; handle: NodeJS.Timeout } | undefined
  let pruning: NodeJS.Timeout | undefined
  let ticking = false
  let lastTick = 0
  let gathering = gatherMs
  let poked = false

  const graphOf = (spec: GraphSpec): SharedGraph => {
    const key = keyOfSpec(spec)
    const graph = graphs.get(key) ?? new SharedGraph(spec, source, tools, { now, pause })
    graphs.delete(key)
    graphs.set(key, graph)
    pruneLater()
    return graph
  }

  const prune = () => {
    for (const graph of graphs.values()) graph.prune()
    const idle = [...graphs].filter(([, graph]) => !followed.has(graph))
    for (const [index, [key, { usedAt }]] of idle.entries())
      if (index < idle.length - mostIdle || now() - usedAt > keptMs) graphs.delete(key)
  }
  const pruneLater = () => {
    pruning ??= setTimeout(() => {
      pruning = undefined
      prune()
      if (graphs.size > followed.size) pruneLater()
    }, keptMs / 4).unref()
  }

  const wakeAt = (at: number) => {
    if (ticking || followed.size === 0 || (timer && timer.at <= at)) return
    clearTimeout(timer?.handle)
    timer = { at, handle: setTimeout(() => void tick(), Math.max(0, at - now())) }
  }

  /** Samples that are due are being fetched behind the old ones that are still given. */
  const nextTick = (): number => {
    if (poked) return Math.max(now(), lastTick + gathering)
    const due = [...followed].map(([graph, { failed }]) =>
      failed ? now() + scrapeSeconds() * 1000 : graph.sampledAt + scrapeSeconds() * 1000,
    )
    return Math.max(now() + lookAgainMs, Math.min(...due))
  }

  const advance = async (graph: SharedGraph, state: Followed) => {
    try {
      await graph.advance()
      await graph.told()
      state.failed = false
    } catch (error) {
      graph.grownStale()
      if (!state.failed) for (const listener of state.listeners) listener.failed(error)
      state.failed = true
    }
  }

  const tick = async () => {
    timer = undefined
    ticking = true
    poked = false
    lastTick = now()
    for (const [graph, state] of [...followed]) {
      await advance(graph, state)
      await pause()
    }
    prune()
    const cost = [...followed.keys()].reduce((sum, { costMs }) => sum + costMs, 0)
    ticked(cost)
    gathering = Math.min(longestGatherMs, Math.max(gatherMs, (1 + restTimes) * cost))
    ticking = false
    wakeAt(nextTick())
  }

  const begin = async (graph: SharedGraph, state: Followed, listener: GraphListener) => {
    await advance(graph, state)
    if (state.listeners.has(listener)) listener.news()
    wakeAt(nextTick())
  }

  return {
    read: async (spec, cut) => {
      const graph = graphOf(spec)
      await graph.advance()
      const state = graph.stateOf(cut, false)
      const text = state.text()
      if (text === undefined || state.revision === undefined) throw new Error('a graph without a state')
      return { revision: state.revision, text }
    },
    follow: (spec, cut, since, listener) => {
      const graph = graphOf(spec)
      const state = graph.stateOf(cut, true)
      const others = followed.get(graph) ?? { listeners: new Set(), failed: false }
      followed.set(graph, others)
      others.listeners.add(listener)
      const news = () => listener.news()
      state.followers.add(news)
      let had = since
      void begin(graph, others, listener)
      return {
        take: () => {
          const found = state.newsSince(had)
          if (found.length > 0) had = state.revision
          return found
        },
        stop: () => {
          state.followers.delete(news)
          others.listeners.delete(listener)
          if (others.listeners.size === 0 && followed.get(graph) === others) followed.delete(graph)
          if (followed.size > 0) return
          clearTimeout(timer?.handle)
          timer = undefined
        },
      }
    },
    poke: () => {
      poked = true
      wakeAt(Math.max(now(), lastTick + gathering))
    },
    stop: () => {
      followed.clear()
      clearTimeout(timer?.handle)
      clearTimeout(pruning)
      timer = undefined
    },
  }
}
