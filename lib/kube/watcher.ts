import type { KubeObject } from '@/lib/domain/kube'
import { backoffMs } from './backoff'
import { collectionPath, type ServedKind } from './kinds'
import { listAll } from './list-pages'
import type { Scheduler } from './scheduler'
import { guardStream } from './stream-guard'
import { stripForCache } from './strip'
import type { KubeFetch, KubeResponse } from './transport'
import { refusalToWatchError, WatchError } from './watch-error'
import { readEvents, type WatchEvent } from './watch-stream'

/** Where a watcher puts what it sees. */
export interface WatchSink {
  replace(objects: KubeObject[]): void
  upsert(object: KubeObject): void
  remove(object: KubeObject): void
}

export interface WatcherOptions {
  kind: ServedKind
  fetch: KubeFetch
  sink: WatchSink
  scheduler: Scheduler
  /** Asks the API server for a sign of life; resolves to false when it gives none in time. */
  probe: () => Promise<boolean>
  /** The kind answered 404. */
  onMissing: () => void
  /** `synced`, `connected` or `lastError` changed. */
  onState: () => void
}

/** Full list with a diff, whatever the watch says. */
const RESYNC_MS = 15 * 60_000
const WATCH_MIN_S = 240
const WATCH_MAX_S = 300
/** How much later than asked for a server may end a watch. */
const WATCH_GRACE_MS = 15_000
const OPEN_TIMEOUT_MS = 15_000
const STEADY_MS = 10_000
/** So many streams in a row that broke without an event: the position itself may be at fault. */
const BROKEN_LIMIT = 3

/**
 * Keeps one kind in step with the cluster: list, watch, and again after every end, for ever, until stopped.
 * Nothing ends it silently; `ageSeconds` grows whenever it is not in step.
 */
export class Watcher {
  synced = false
  connected = false
  lastError: string | undefined
  /** The account may not read this kind. */
  forbidden = false
  /** How often a list or watch failed and was begun again. */
  broke = 0

  private position: string | undefined
  private listedAt = 0
  private provenAt: number
  /** Grows with every event and with every stream that lasted. */
  private steps = 0
  private failures = 0
  private broken = 0
  private stopped = false
  private abort = new AbortController()
  private wake: (() => void) | undefined
  private running: Promise<void> | undefined

  constructor(private readonly options: WatcherOptions) {
    this.provenAt = options.scheduler.now()
  }

  start(): void {
    this.running ??= this.run()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.abort.abort(new Error('the watcher was stopped'))
    this.wake?.()
    await this.running
  }

  /** Seconds since the last proof of being in step: an event, a bookmark, a list, or a sign of life on a quiet stream. */
  ageSeconds(): number {
    return Math.max(0, (this.options.scheduler.now() - this.provenAt) / 1000)
  }

  private async run(): Promise<void> {
    while (!this.isStopped()) {
      const before = this.steps
      this.abort = new AbortController()
      let retryAfterMs = 0
      try {
        if (this.position === undefined || this.sinceList() >= RESYNC_MS) await this.list()
        await this.watch()
        this.setState(true, undefined)
      } catch (error) {
        retryAfterMs = this.failed(error)
      }
      if (this.isStopped()) return
      this.failures = this.steps > before ? 0 : this.failures + 1
      await this.sleep(Math.max(retryAfterMs, backoffMs(this.failures, this.options.scheduler.random())))
    }
  }

  // Read through a method because `stop` may be called during any await.
  private isStopped(): boolean {
    return this.stopped
  }

  private sinceList(): number {
    return this.options.scheduler.now() - this.listedAt
  }

  private failed(error: unknown): number {
    if (this.isStopped()) return 0
    const expired = error instanceof WatchError && error.problem === 'expired'
    if (expired || this.broken >= BROKEN_LIMIT) this.position = undefined
    this.forbidden = error instanceof WatchError && error.problem === 'forbidden'
    // An expired position is everyday business: the list that follows repairs it.
    if (!expired) {
      this.broke += 1
      this.setState(false, error instanceof Error ? error.message : String(error))
    }
    if (error instanceof WatchError && error.problem === 'missing') this.options.onMissing()
    return error instanceof WatchError ? error.retryAfterMs : 0
  }

  private async list(): Promise<void> {
    const { kind, fetch, scheduler, sink } = this.options
    const keep = (object: KubeObject) => stripForCache(kind.id, object)
    const { objects, resourceVersion } = await listAll(fetch, kind, keep, this.abort.signal)
    if (this.isStopped()) return
    sink.replace(objects)
    this.position = resourceVersion
    this.listedAt = scheduler.now()
    this.broken = 0
    this.synced = true
    this.forbidden = false
    this.proven()
    this.setState(true, undefined)
  }

  private async watch(): Promise<void> {
    const { kind, scheduler, probe } = this.options
    if (this.stopped || this.position === undefined) return
    const spread = WATCH_MIN_S + scheduler.random() * (WATCH_MAX_S - WATCH_MIN_S)
    const seconds = Math.max(1, Math.ceil(Math.min(spread, (RESYNC_MS - this.sinceList()) / 1000)))
    const query = new URLSearchParams({
      watch: '1',
      allowWatchBookmarks: 'true',
      resourceVersion: this.position,
      timeoutSeconds: String(seconds),
      ...(kind.labelSelector !== undefined && { labelSelector: kind.labelSelector }),
    })
    const response = await this.open(`${collectionPath(kind)}?${query.toString()}`)
    const openedAt = scheduler.now()
    const { abort } = this
    const guard = guardStream({
      scheduler,
      probe,
      lifetimeMs: seconds * 1000 + WATCH_GRACE_MS,
      onAlive: (askedAt) => this.proven(askedAt),
      onDead: (reason) => abort.abort(new Error(reason)),
    })
    try {
      this.proven()
      this.setState(true, undefined)
      this.broken += 1
      await readEvents(response, kind, { bytes: () => guard.touch(), event: (event) => this.take(event) })
      this.broken = 0
    } finally {
      guard.stop()
      if (scheduler.now() - openedAt >= STEADY_MS) this.steps += 1
    }
  }

  private async open(path: string): Promise<KubeResponse> {
    const { abort } = this
    const { fetch, scheduler } = this.options
    const cancel = scheduler.after(OPEN_TIMEOUT_MS, () =>
      abort.abort(new Error('the watch was not answered')),
    )
    try {
      const response = await fetch({ method: 'GET', path, signal: abort.signal })
      if (response.status !== 200) throw await refusalToWatchError(response)
      return response
    } finally {
      cancel()
    }
  }

  private take(event: WatchEvent): void {
    if (this.stopped) return
    const { kind, sink } = this.options
    if (event.type !== 'BOOKMARK') {
      const object = stripForCache(kind.id, event.object)
      if (event.type === 'DELETED') sink.remove(object)
      else sink.upsert(object)
    }
    this.position = event.resourceVersion
    this.steps += 1
    this.broken = 0
    this.proven()
  }

  private proven(at = this.options.scheduler.now()): void {
    this.provenAt = Math.max(this.provenAt, at)
  }

  private setState(connected: boolean, lastError: string | undefined): void {
    this.connected = connected
    this.lastError = lastError
    this.options.onState()
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel()
        this.wake = undefined
        resolve()
      }
      const cancel = this.options.scheduler.after(milliseconds, done)
      this.wake = done
    })
  }
}
