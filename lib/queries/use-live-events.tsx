'use client'
import { useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { keysOf, liveKeys } from './live-frames'
import { openLiveStream, type LiveState } from './live-stream'

export interface Live {
  state: LiveState
  /** Epoch milliseconds of the last frame or answer; 0 before the first. */
  heardAt: number
  /** What the server said is stale; null when nothing is. */
  stale: string | null
}

const SCOPES = ['topology', 'services', 'releases', 'operations', 'audit'] as const
/** Milliseconds between polls while the stream is down. */
const POLL_MS = 5_000
/** Several frames of one change are answered by one round of fetches. */
const GATHER_MS = 100

const LiveContext = createContext<Live>({ state: 'connecting', heardAt: 0, stale: null })

/** The state of the live channel, for the header and for marking figures. */
export function useLiveEvents(): Live {
  return useContext(LiveContext)
}

/** Opens the tab's one event stream and renews what its frames concern; polls while the stream is down. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  const [heardAt, setHeardAt] = useState(0)
  const [stale, setStale] = useState<string | null>(null)

  useEffect(() => {
    const waiting = new Map<string, readonly unknown[]>()
    let timer: ReturnType<typeof setTimeout> | undefined
    let begun = false
    const renew = () => {
      timer = undefined
      for (const queryKey of waiting.values()) void client.invalidateQueries({ queryKey })
      waiting.clear()
    }
    const close = openLiveStream(SCOPES, {
      onState: setState,
      onStale: setStale,
      onFrame: (frame, data) => {
        setHeardAt(Date.now())
        setStale(null)
        // The first snapshot says nothing new: the page has just read everything.
        const first = frame === 'snapshot' && !begun
        begun = true
        if (first) return
        for (const key of keysOf(frame, data)) waiting.set(JSON.stringify(key), key)
        timer ??= setTimeout(renew, GATHER_MS)
      },
    })
    return () => {
      clearTimeout(timer)
      close()
    }
  }, [client])

  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'success') setHeardAt(Date.now())
      }),
    [client],
  )

  useEffect(() => {
    if (state !== 'polling') return
    const timer = setInterval(() => {
      for (const queryKey of liveKeys) void client.invalidateQueries({ queryKey })
    }, POLL_MS)
    return () => clearInterval(timer)
  }, [client, state])

  const live = useMemo(() => ({ state, heardAt, stale }), [state, heardAt, stale])
  return <LiveContext value={live}>{children}</LiveContext>
}
