import type { QueryClient } from '@tanstack/react-query'
import { browserTabs } from './browser-tabs'
import { liveRenewal } from './live-renewal'
import type { LiveState } from './live-stream'
import { joinLiveTabs, type LiveTab } from './live-tabs'
import type { ShowView } from './live-views-context'
import { meKeys } from './me'
import { hearOfSessions } from './other-sessions'
import { announceSessionEnd, onSessionEnd, onSignOut } from './session-events'

interface LiveTell {
  onState: (state: LiveState) => void
  onHeard: () => void
  onStale: (detail: string) => void
  /** The session has ended, as this tab or another has learnt. */
  onEnded: () => void
}

export interface LiveHub {
  show: ShowView
  /** Takes part under the name of a session; answers how to leave. */
  join: (session: string) => () => void
  /** Asks for everything that is on screen again. */
  poll: () => void
}

/** Milliseconds between looks for graphs that the stream follows and is silent about. */
const LOOK_MS = 5_000

/** This tab's part in the live channel: with the others of the session, and with the page it is on. */
export function liveHub(client: QueryClient, tell: LiveTell): LiveHub {
  let tab: { live: LiveTab; close: () => void } | undefined
  const renewal = liveRenewal(client, () => tab?.live.show(renewal.views()))

  const enter = (session: string) => {
    if (tab !== undefined) return
    const { ports, close } = browserTabs(session)
    const live = joinLiveTabs(ports, {
      onState: (state, followed) => {
        tell.onState(state)
        renewal.follow(followed)
      },
      onFrame: (frame, data) => {
        tell.onHeard()
        renewal.frame(frame, data)
      },
      onGraph: (key, data) => {
        tell.onHeard()
        renewal.graph(key, data)
      },
      onStale: tell.onStale,
      onEnded: announceSessionEnd,
    })
    tab = { live, close }
    live.show(renewal.views())
  }
  const exit = (how: (live: LiveTab) => void) => {
    if (tab === undefined) return
    const { live, close } = tab
    tab = undefined
    how(live)
    close()
    renewal.follow([])
  }
  const leave = () => exit((live) => live.leave())
  const end = () => exit((live) => live.end())

  const join = (session: string) => {
    enter(session)
    const stopHearing = hearOfSessions(session, () => void client.invalidateQueries({ queryKey: meKeys.me }))
    const looks = setInterval(() => renewal.look(), LOOK_MS)
    const stops = [
      onSessionEnd(() => {
        end()
        tell.onEnded()
      }),
      onSignOut(end),
      // A page that the browser puts to sleep must not keep the others waiting.
      on(document, 'freeze', leave),
      on(window, 'pagehide', leave),
      on(document, 'resume', () => enter(session)),
      on(window, 'pageshow', () => enter(session)),
      on(document, 'visibilitychange', () => {
        if (document.visibilityState === 'visible') tab?.live.seen()
      }),
    ]
    return () => {
      for (const stop of stops) stop()
      stopHearing()
      clearInterval(looks)
      leave()
    }
  }
  return { show: renewal.show, join, poll: renewal.poll }
}

function on(target: EventTarget, event: string, listener: () => void): () => void {
  target.addEventListener(event, listener)
  return () => target.removeEventListener(event, listener)
}
