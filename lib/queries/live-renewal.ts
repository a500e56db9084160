import { hashKey, type QueryClient, type QueryKey } from '@tanstack/react-query'
import { setFollowed } from './followed-views'
import { applyGraphFrame } from './graph-frames'
import { keysOf, liveKeys, type DataFrame } from './live-frames'
import { streamView, viewKey, type TabView } from './live-views'
import { topologyKeys, topologyQuery } from './topology'
import type { TopologyFilters } from './topology-filters'

/** Several frames of one change are answered by one round of fetches. */
const GATHER_MS = 100
/** What a change did to a graph the stream mostly tells by then; else it is asked for. */
const TELL_MS = 1_000
/** A graph that the stream has been silent about for so long is polled again. */
const SILENT_MS = 30_000
/** A page has just read everything when the stream begins with a snapshot in its first seconds. */
const FRESH_MS = 5_000

interface ShownView {
  filters: TopologyFilters
  /** How many parts of the page show it. */
  count: number
  /** Epoch milliseconds of the last frame about it. */
  toldAt: number
  asking?: ReturnType<typeof setTimeout> | undefined
}

export interface LiveRenewal {
  /** Answers how to take it back. */
  show: (filters: TopologyFilters) => () => void
  /** The graphs that the page shows, with the revisions that it has. */
  views: () => TabView[]
  frame: (frame: DataFrame, data: unknown) => void
  graph: (key: string, data: unknown) => void
  /** Which graphs the stream follows from now on. */
  follow: (keys: readonly string[]) => void
  /** Looks for graphs that the stream follows and is silent about. */
  look: () => void
  /** Asks for everything that is on screen again. */
  poll: () => void
  stop: () => void
}

/** Keeps what the page reads up to date by the frames of the stream. */
export function liveRenewal(client: QueryClient, onShown: () => void): LiveRenewal {
  const begunAt = Date.now()
  const shown = new Map<string, ShownView>()
  const waiting = new Map<string, QueryKey>()
  let streamed: readonly string[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  const queryKeyOf = ({ filters }: ShownView) => topologyQuery(filters).queryKey
  const ask = (view: ShownView) =>
    void client.invalidateQueries({ queryKey: queryKeyOf(view), exact: true }, { cancelRefetch: false })
  const askLater = (view: ShownView, milliseconds: number) => {
    const since = Date.now()
    view.asking ??= setTimeout(() => {
      view.asking = undefined
      if (view.toldAt < since) ask(view)
    }, milliseconds)
  }
  const followedViews = () =>
    streamed.flatMap((key) => {
      const view = shown.get(key)
      return view !== undefined && Date.now() - view.toldAt < SILENT_MS ? [{ key, view }] : []
    })
  const refollow = () => {
    for (const key of setFollowed(followedViews().map((each) => each.key))) {
      const view = shown.get(key)
      if (view !== undefined) ask(view)
    }
  }
  const renew = () => {
    timer = undefined
    const followed = followedViews()
    const hashes = new Set(followed.map(({ view }) => hashKey(queryKeyOf(view))))
    for (const queryKey of waiting.values())
      void client.invalidateQueries({ queryKey, predicate: ({ queryHash }) => !hashes.has(queryHash) })
    if (waiting.has(hashKey(topologyKeys.all))) for (const { view } of followed) askLater(view, TELL_MS)
    waiting.clear()
  }
  return {
    show: (filters) => {
      const key = viewKey(filters)
      const view = shown.get(key) ?? { filters, count: 0, toldAt: Date.now() }
      view.count += 1
      shown.set(key, view)
      refollow()
      onShown()
      return () => {
        view.count -= 1
        if (view.count > 0) return
        clearTimeout(view.asking)
        shown.delete(key)
        refollow()
        onShown()
      }
    },
    views: () =>
      [...shown].flatMap(([key, { filters }]) => {
        const view = streamView(filters)
        const since = client.getQueryData(topologyQuery(filters).queryKey)?.revision
        return view === undefined ? [] : [{ key, view, since }]
      }),
    frame: (frame, data) => {
      if (frame === 'snapshot' && Date.now() - begunAt < FRESH_MS) return
      for (const key of keysOf(frame, data)) waiting.set(hashKey(key), key)
      timer ??= setTimeout(renew, GATHER_MS)
    },
    graph: (key, data) => {
      const view = shown.get(key)
      if (view === undefined) return
      if (applyGraphFrame(client, view.filters, data)) view.toldAt = Date.now()
      // Steps come one after the other: a later one may fit to what was read meanwhile.
      else askLater(view, GATHER_MS)
      refollow()
    },
    follow: (keys) => {
      for (const key of keys) {
        const view = streamed.includes(key) ? undefined : shown.get(key)
        if (view !== undefined) view.toldAt = Date.now()
      }
      streamed = keys
      refollow()
    },
    look: refollow,
    poll: () => {
      for (const queryKey of liveKeys) void client.invalidateQueries({ queryKey })
    },
    stop: () => {
      clearTimeout(timer)
      for (const view of shown.values()) clearTimeout(view.asking)
      streamed = []
      refollow()
    },
  }
}
