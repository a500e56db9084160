import type { LiveMessage } from './live-messages'
import type { LiveState, StreamAddress, StreamHandlers } from './live-stream'
import { dueTimers, type Clock } from './due-timers'
import { joinLiveTabs, type LiveTab, type TabPorts } from './live-tabs'

/** A clock that stands until it is moved, and does by then what is due. */
export class HandClock implements Clock {
  private time = 0
  private waiting: { due: number; act: () => void }[] = []
  now(): number {
    return this.time
  }
  call(act: () => void, milliseconds: number): () => void {
    const entry = { due: this.time + milliseconds, act }
    this.waiting.push(entry)
    return () => void (this.waiting = this.waiting.filter((other) => other !== entry))
  }
  /** Lets time pass; `held` keeps back what is due, as a browser does in a hidden tab. */
  async pass(milliseconds: number, held = false): Promise<void> {
    const end = this.time + milliseconds
    for (;;) {
      const [next] = held ? [] : this.waiting.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)
      if (next === undefined) break
      this.time = Math.max(this.time, next.due)
      this.waiting = this.waiting.filter((other) => other !== next)
      next.act()
      await settled()
    }
    this.time = end
    await settled()
  }
}

/** Lets all promises that are done be taken note of. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

interface Request {
  hold: () => Promise<void>
  settle: { resolve: () => void; reject: (error: Error) => void }
}

/** The lock of one session, with the rules of the Web Locks API. */
class OneLock {
  private holder: Request | undefined
  private queue: Request[] = []
  request = (steal: boolean, hold: () => Promise<void>, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = { hold, settle: { resolve, reject } }
      if (steal) {
        this.holder?.settle.reject(new Error('stolen'))
        this.grant(request)
        return
      }
      signal.addEventListener('abort', () => {
        if (!this.queue.includes(request)) return
        this.queue = this.queue.filter((other) => other !== request)
        reject(new Error('aborted'))
      })
      this.queue.push(request)
      this.next()
    })
  private next(): void {
    const [first, ...rest] = this.queue
    if (this.holder !== undefined || first === undefined) return
    this.queue = rest
    this.grant(first)
  }
  private grant(request: Request): void {
    this.holder = request
    void Promise.resolve()
      .then(request.hold)
      .then(() => {
        request.settle.resolve()
        if (this.holder !== request) return
        this.holder = undefined
        this.next()
      })
  }
}

/** A stream that a tab has opened; the test speaks for the server. */
export interface FakeStream {
  tab: string
  address: StreamAddress
  handlers: StreamHandlers
  open: boolean
}

export interface FakeTab {
  name: string
  live: LiveTab
  /** What the page was told, in order. */
  told: string[]
  state: LiveState | undefined
  followed: readonly string[]
}

/** A browser with tabs of one session. */
export class FakeBrowser {
  readonly clock = new HandClock()
  readonly streams: FakeStream[] = []
  private readonly lock = new OneLock()
  private readonly ears = new Map<string, (data: unknown) => void>()
  readonly frozen = new Set<string>()
  readonly hidden = new Set<string>()

  /** The streams that are open now. */
  open(): FakeStream[] {
    return this.streams.filter((stream) => stream.open)
  }

  async tab(name: string): Promise<FakeTab> {
    const tab: Omit<FakeTab, 'live'> = { name, told: [], state: undefined, followed: [] }
    const clock: Clock = {
      now: () => this.clock.now(),
      call: (act, milliseconds) => this.clock.call(() => this.frozen.has(name) || act(), milliseconds),
    }
    const ports: TabPorts = {
      tab: name,
      now: () => this.clock.now(),
      timers: dueTimers(clock),
      visible: () => !this.hidden.has(name),
      lock: this.lock.request,
      post: (message) => this.post(name, message),
      listen: (hear) => {
        this.ears.set(name, hear)
        return () => this.ears.delete(name)
      },
      open: (address, handlers) => {
        const stream = { tab: name, address: address(), handlers, open: true }
        this.streams.push(stream)
        return { close: () => void (stream.open = false), catchUp: () => undefined }
      },
    }
    const live = joinLiveTabs(ports, {
      onState: (state, followed) => Object.assign(tab, { state, followed }),
      onFrame: (frame, data) => tab.told.push(`${frame} ${JSON.stringify(data)}`),
      onGraph: (key) => tab.told.push(`graph ${key}`),
      onStale: (detail) => tab.told.push(`stale ${detail}`),
      onEnded: () => tab.told.push('ended'),
    })
    await settled()
    return Object.assign(tab, { live })
  }

  private post(from: string, message: LiveMessage): void {
    const copy: unknown = structuredClone(message)
    for (const [name, hear] of this.ears) if (name !== from && !this.frozen.has(name)) hear(copy)
  }
}
