import { z } from 'zod'
import { browserClock, dueTimers } from './due-timers'
import { API, queryText } from './fetch-json'
import { dataFrames, StaleFrame, type DataFrame } from './live-frames'
import type { TabView } from './live-views'

export type LiveState = 'connecting' | 'live' | 'polling'

export interface StreamAddress {
  /** Graphs to follow, at most eight. */
  views: readonly TabView[]
  /** Id of the last frame that is known; empty begins anew. */
  after: string
}

export interface StreamHandlers {
  onState: (state: LiveState) => void
  /** `id` is that of the last frame that had one. */
  onFrame: (frame: DataFrame, data: unknown, id: string) => void
  /** A graph or its delta, of the view with this key. */
  onGraph: (key: string, data: unknown) => void
  onStale: (detail: string) => void
}

export interface LiveStream {
  close: () => void
  /** Connects now where the browser has held the attempt back. */
  catchUp: () => void
}

/** An answer that does not begin by then will not. */
const OPEN_MS = 10_000
/** After so many attempts in a row the graphs are left out: one that is refused must not cost all the rest. */
const BARE_AFTER = 3
/** Milliseconds until they are asked for again. */
const BARE_MS = 60_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
const SCOPES = 'topology,services,releases,operations,audit'

/** Only to know whose graph it is; what is in it is read where it is shown. */
const GraphFrame = z.looseObject({ view: z.number() })

/** Milliseconds before attempt `n` (from 0); doubles, with up to a quarter of jitter from `random` in 0–1. */
export function reconnectWait(attempt: number, random: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (1 + random / 4)
}

/** The address of the event stream. */
export function streamPath({ views, after }: StreamAddress): string {
  const graphs = views.map(({ view, since }) => ({ ...view, since }))
  const query = { scopes: SCOPES, after, graphs: graphs.length === 0 ? '' : JSON.stringify(graphs) }
  return `${API}/events${queryText(query)}`
}

/**
 * Holds one EventSource open, reconnecting with growing pauses. The address is asked for at each attempt, and never left
 * to the browser, which would name the graphs as they were at the first one.
 */
export function openLiveStream(address: () => StreamAddress, handlers: StreamHandlers): LiveStream {
  const timers = dueTimers(browserClock)
  let source: EventSource | undefined
  let attempt = 0

  const connect = () => {
    const wanted = address()
    const bare = attempt >= BARE_AFTER && wanted.views.length > 0
    const views = bare ? [] : wanted.views
    const stream = new EventSource(streamPath({ ...wanted, views }))
    source = stream
    stream.onopen = () => {
      inTime()
      attempt = 0
      if (bare) timers.after(BARE_MS, again)
      handlers.onState('live')
    }
    const again = () => {
      if (source !== stream) return
      inTime()
      source = undefined
      stream.close()
      handlers.onState('polling')
      timers.after(reconnectWait(attempt, Math.random()), connect)
      attempt += 1
    }
    const inTime = timers.after(OPEN_MS, again)
    stream.onerror = again
    stream.addEventListener('bye', again)
    stream.addEventListener('stale', ({ data }: MessageEvent<string>) => {
      const parsed = StaleFrame.safeParse(parse(data))
      handlers.onStale(
        parsed.success ? `${parsed.data.source}: ${parsed.data.detail}` : 'Some data is stale.',
      )
    })
    stream.addEventListener('graph', ({ data }: MessageEvent<string>) => {
      const frame = GraphFrame.safeParse(parse(data)).data
      const view = frame === undefined ? undefined : views[frame.view]
      if (view !== undefined) handlers.onGraph(view.key, frame)
    })
    for (const frame of dataFrames) {
      stream.addEventListener(frame, ({ data, lastEventId }: MessageEvent<string>) => {
        handlers.onFrame(frame, parse(data), lastEventId)
      })
    }
  }
  connect()
  return {
    close: () => {
      timers.clear()
      source?.close()
      source = undefined
    },
    catchUp: () => timers.catchUp(),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Not JSON: the frame still says that something changed, and an unknown shape renews everything.
    return undefined
  }
}
