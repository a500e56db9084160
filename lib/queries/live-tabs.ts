import type { DueTimers } from './due-timers'
import { standForLead, type ElectionPorts } from './lead-election'
import { dataFrames, type DataFrame } from './live-frames'
import { messageOf, type LiveMessage } from './live-messages'
import type { LiveState, LiveStream, StreamAddress, StreamHandlers } from './live-stream'
import { unionOf, type TabView, type TabViews } from './live-views'

/** What a tab needs of its browser. */
export interface TabPorts extends ElectionPorts {
  tab: string
  now: () => number
  timers: DueTimers
  /** Whether somebody may be looking at this tab. */
  visible: () => boolean
  /** To all other tabs of the session. */
  post: (message: LiveMessage) => void
  /** Answers how to stop listening. */
  listen: (hear: (data: unknown) => void) => () => void
  open: (address: () => StreamAddress, handlers: StreamHandlers) => LiveStream
}

export interface TabHandlers {
  /** `followed` are the keys of the graphs that the stream keeps up to date. */
  onState: (state: LiveState, followed: readonly string[]) => void
  onFrame: (frame: DataFrame, data: unknown) => void
  onGraph: (key: string, data: unknown) => void
  onStale: (detail: string) => void
  /** Another tab has learnt that the session has ended. */
  onEnded: () => void
}

export interface LiveTab {
  /** The graphs that this tab shows from now on. */
  show: (views: readonly TabView[]) => void
  /** Somebody looks at this tab again: whatever was missed meanwhile is no sign of a silent leader. */
  seen: () => void
  /** Tells the others that the session has ended, and leaves. */
  end: () => void
  /** Leaves; the next tab leads at once. */
  leave: () => void
}

/** Changes of what is shown are answered by one new stream. */
const GATHER_MS = 300
/** Between looks at the leader, and at the tabs. */
const WATCH_MS = 2_000
/** A leader that has been silent for so long is asked whether it is there. */
const ASK_MS = 4_000
/** One that does not answer is frozen, and loses its lock. */
const SILENT_MS = 10_000
/** Between signs of life of a tab; browsers hold timers of hidden tabs back to one a minute. */
const HELLO_MS = 30_000
const TAB_GONE_MS = 150_000

/** Takes part in the one event stream of the session's tabs: one tab leads and holds it, the others hear of its frames. */
export function joinLiveTabs(ports: TabPorts, handlers: TabHandlers): LiveTab {
  const { tab, now, timers, post } = ports
  const born = now()
  const others = new Map<string, TabViews & { heardAt: number }>()
  /** Of each graph of the stream, as far as this tab has heard. */
  const revisions = new Map<string, string>()
  let own: readonly TabView[] = []
  let last = ''
  let heardAt = born
  let saidAt = born
  /** As the leader said it last, or as this tab says it while it leads. */
  let state: LiveState = 'connecting'
  let leading: { stream: LiveStream; views: TabView[] } | undefined
  let gathering = false
  let left = false

  const introduce = () => {
    saidAt = now()
    post({ kind: 'tab', tab, born, views: [...own] })
  }
  const union = () => unionOf([{ tab, born, views: own }, ...others.values()])
  const takeState = (next: LiveState, followed: readonly string[]) => {
    state = next
    // What is followed anew later begins with what the tabs have by then.
    for (const key of revisions.keys()) if (!followed.includes(key)) revisions.delete(key)
    handlers.onState(state, state === 'live' ? followed : [])
  }
  const report = (next = state) => {
    if (leading === undefined) return
    const followed = leading.views.map(({ key }) => key)
    post({ kind: 'leading', tab, state: next, followed, last })
    takeState(next, followed)
  }

  const openStream = (views: TabView[]): LiveStream =>
    ports.open(
      () => ({
        views: views.map((view) => ({ ...view, since: revisions.get(view.key) ?? view.since })),
        after: last,
      }),
      {
        onState: report,
        onFrame: (frame, data, id) => {
          last = id
          post({ kind: 'frame', frame, data, id })
          handlers.onFrame(frame, data)
        },
        onGraph: (key, data) => {
          post({ kind: 'graph', key, data })
          hearGraph(key, data)
        },
        onStale: (detail) => {
          post({ kind: 'stale', detail })
          handlers.onStale(detail)
        },
      },
    )
  const lead = () => {
    const views = union()
    // In place before the stream may speak.
    leading = { stream: silent, views }
    leading.stream = openStream(views)
    report()
  }
  /** Another stream when other graphs are shown than those that this one follows. */
  const gather = () => {
    if (gathering) return
    gathering = true
    timers.after(GATHER_MS, () => {
      gathering = false
      const views = union()
      if (leading === undefined || sameKeys(views, leading.views)) return
      leading.stream.close()
      leading.views = views
      leading.stream = openStream(views)
      report()
    })
  }
  const stepDown = () => {
    leading?.stream.close()
    leading = undefined
    heardAt = now()
  }

  const hearGraph = (key: string, data: unknown) => {
    const revision = revisionOf(data)
    if (revision !== undefined) revisions.set(key, revision)
    handlers.onGraph(key, data)
  }
  const hear = (data: unknown) => {
    const message = messageOf(data)
    if (message === undefined) return
    timers.catchUp()
    leading?.stream.catchUp()
    if (message.kind === 'tab') hearTab(message)
    else if (message.kind === 'gone') {
      others.delete(message.tab)
      gather()
    } else if (message.kind === 'ping') report()
    else if (message.kind === 'ended') {
      leave()
      handlers.onEnded()
    } else if (leading === undefined) hearLeader(message)
  }
  const hearTab = ({ kind: _, ...views }: Extract<LiveMessage, { kind: 'tab' }>) => {
    const isNew = !others.has(views.tab)
    others.set(views.tab, { ...views, heardAt: now() })
    // Whoever leads next has to know all tabs.
    if (isNew && now() - saidAt > WATCH_MS) introduce()
    gather()
    report()
  }
  /** While this tab leads itself, others that say so do not know yet that they were replaced. */
  const hearLeader = (message: OfLeader) => {
    heardAt = now()
    if (message.kind === 'leading') {
      last = message.last
      takeState(message.state, message.followed)
      // A leader that has just begun knows this tab only if both were there before.
      if (own.some(({ key }) => !message.followed.includes(key)) && now() - saidAt > WATCH_MS) introduce()
    } else if (message.kind === 'stale') handlers.onStale(message.detail)
    else if (message.kind === 'graph') hearGraph(message.key, message.data)
    else {
      last = message.id
      const frame = dataFrames.find((name) => name === message.frame)
      if (frame !== undefined) handlers.onFrame(frame, message.data)
    }
  }
  const watch = () => {
    timers.after(WATCH_MS, watch)
    const time = now()
    if (time - saidAt > HELLO_MS) introduce()
    const gone = [...others.values()].filter((other) => time - other.heardAt > TAB_GONE_MS)
    for (const other of gone) others.delete(other.tab)
    if (gone.length > 0) gather()
    if (leading !== undefined || !ports.visible() || time - heardAt <= ASK_MS) return
    if (time - heardAt <= SILENT_MS) post({ kind: 'ping' })
    else {
      heardAt = time
      election.steal()
    }
  }
  const leave = () => {
    if (left) return
    left = true
    stopListening()
    timers.clear()
    post({ kind: 'gone', tab })
    election.leave()
  }

  const stopListening = ports.listen(hear)
  introduce()
  post({ kind: 'ping' })
  const election = standForLead(ports, lead, stepDown)
  timers.after(WATCH_MS, watch)
  return {
    show: (views) => {
      own = views
      introduce()
      gather()
    },
    seen: () => {
      heardAt = now()
      post({ kind: 'ping' })
    },
    end: () => {
      post({ kind: 'ended' })
      leave()
    },
    leave,
  }
}

type OfLeader = Extract<LiveMessage, { kind: 'leading' | 'stale' | 'graph' | 'frame' }>

const silent: LiveStream = { close: () => undefined, catchUp: () => undefined }

const sameKeys = (a: readonly TabView[], b: readonly TabView[]) =>
  a.length === b.length && a.every(({ key }) => b.some((other) => other.key === key))

/** The revision that a graph or a delta leads to. */
function revisionOf(data: unknown): string | undefined {
  const { graph, delta } = data as { graph?: { revision?: unknown }; delta?: { revision?: unknown } }
  const revision = (graph ?? delta)?.revision
  return typeof revision === 'string' ? revision : undefined
}
