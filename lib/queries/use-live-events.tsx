'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react'
import { liveHub } from './live-hub'
import type { LiveState } from './live-stream'
import { LiveViewsContext } from './live-views-context'
import { meQuery } from './me'
import { usePerson } from './use-person'

export interface Live {
  state: LiveState
  /** Epoch milliseconds of the last frame or answer; 0 before the first. */
  heardAt: number
  /** What the server said is stale; null when nothing is. */
  stale: string | null
}

/** Milliseconds between polls while the stream is down. */
const POLL_MS = 5_000

const LiveContext = createContext<Live>({ state: 'connecting', heardAt: 0, stale: null })

/** The state of the live channel, for the header and for marking figures. */
export function useLiveEvents(): Live {
  return useContext(LiveContext)
}

/**
 * Takes part in the one event stream of the session's tabs and renews what its frames concern; polls while the stream is
 * down. The tabs meet under the name of the session, so that nobody hears what another person may see.
 */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const me = useQuery(meQuery())
  const [state, setState] = useState<LiveState>('connecting')
  const [heardAt, setHeardAt] = useState(0)
  const [stale, setStale] = useState<string | null>(null)
  /** Epoch milliseconds; over once an answer about the person is newer. */
  const [endedAt, setEndedAt] = useState(0)
  const [hub] = useState(() =>
    liveHub(client, {
      onState: setState,
      onHeard: () => {
        setHeardAt(Date.now())
        setStale(null)
      },
      onStale: setStale,
      onEnded: () => {
        setEndedAt(Date.now())
        setState('connecting')
      },
    }),
  )
  const session = me.dataUpdatedAt > endedAt ? me.data?.credential : undefined
  usePerson(me.data)

  useEffect(() => (session === undefined ? undefined : hub.join(session)), [hub, session])

  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'success' && event.action.manual !== true)
          setHeardAt(Date.now())
      }),
    [client],
  )

  useEffect(() => {
    if (state !== 'polling') return
    const timer = setInterval(() => hub.poll(), POLL_MS)
    return () => clearInterval(timer)
  }, [hub, state])

  const live = useMemo(() => ({ state, heardAt, stale }), [state, heardAt, stale])
  return (
    <LiveContext value={live}>
      <LiveViewsContext value={hub.show}>{children}</LiveViewsContext>
    </LiveContext>
  )
}
