import { API, queryText } from './fetch-json'
import { dataFrames, StaleFrame, type DataFrame } from './live-frames'

export type LiveState = 'connecting' | 'live' | 'polling'

export interface LiveHandlers {
  onState: (state: LiveState) => void
  onFrame: (frame: DataFrame, data: unknown) => void
  onStale: (detail: string) => void
}

/** Failures that are left to the browser, which goes on after the last frame; then we count the pauses. */
const LEFT_TO_BROWSER = 3
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000

/** Milliseconds before attempt `n` (from 0); doubles, with up to a quarter of jitter from `random` in 0–1. */
export function reconnectWait(attempt: number, random: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt) * (1 + random / 4)
}

/** Holds one EventSource open, reconnecting with growing pauses; answers how to close it. */
export function openLiveStream(scopes: readonly string[], handlers: LiveHandlers): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let failures = 0
  let closed = false

  const connect = () => {
    source = new EventSource(`${API}/events${queryText({ scopes: scopes.join(',') })}`)
    source.onopen = () => {
      attempt = 0
      failures = 0
      handlers.onState('live')
    }
    source.onerror = failed
    source.addEventListener('bye', reconnect)
    source.addEventListener('stale', ({ data }: MessageEvent<string>) => {
      const parsed = StaleFrame.safeParse(parse(data))
      handlers.onStale(
        parsed.success ? `${parsed.data.source}: ${parsed.data.detail}` : 'Some data is stale.',
      )
    })
    for (const frame of dataFrames) {
      source.addEventListener(frame, ({ data }: MessageEvent<string>) => handlers.onFrame(frame, parse(data)))
    }
  }
  const failed = () => {
    failures += 1
    if (source?.readyState === EventSource.CONNECTING && failures <= LEFT_TO_BROWSER)
      handlers.onState('polling')
    else reconnect()
  }
  const reconnect = () => {
    source?.close()
    clearTimeout(timer)
    if (closed) return
    handlers.onState('polling')
    timer = setTimeout(connect, reconnectWait(attempt, Math.random()))
    attempt += 1
  }
  connect()
  return () => {
    closed = true
    clearTimeout(timer)
    source?.close()
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
