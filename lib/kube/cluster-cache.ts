import type { ClusterView, KindId, KubeObject } from '@/lib/domain/kube'
import type { ClusterChange, ClusterHealth } from '@/lib/domain/ports'
import type { DataPlaneId } from '@/lib/domain/traffic/model'
import { log } from '@/lib/log'
import { backoffMs } from './backoff'
import { discover, type Discovery } from './discovery'
import { KindStore, type StoreChange } from './kind-store'
import type { ServedKind } from './kinds'
import { createProbe } from './probe'
import type { Scheduler } from './scheduler'
import type { KubeFetch } from './transport'
import { Watcher } from './watcher'

export interface ClusterCacheOptions {
  cluster: string
  fetch: KubeFetch
  scheduler: Scheduler
  onChange: (change: ClusterChange) => void
}

interface Watched {
  served: ServedKind
  store: KindStore
  watcher: Watcher
}

const DISCOVERY_MS = 60_000
/** Kinds that add to the picture; without the right to read them Aviary works on, and says which are missing. */
const EXTRAS: ReadonlySet<KindId> = new Set([
  'configmaps',
  'sidecars',
  'tlsroutes',
  'tcproutes',
  'referencegrants',
  'horizontalpodautoscalers',
  'poddisruptionbudgets',
  'resourcequotas',
  'rollouts',
  'canaries',
])
const NOTHING: readonly KubeObject[] = Object.freeze([])

/** One cluster in memory: a watcher for each kind that it serves, and what they have seen. */
export class ClusterCache {
  readonly view: ClusterView
  private readonly kinds = new Map<KindId, Watched>()
  private readonly startedAt: number
  private readonly probe: () => Promise<boolean>
  private readonly waiting = new Set<() => void>()
  private discovered = false
  private discoveryError: string | undefined
  private failures = 0
  /** Of watchers that are no more. */
  private brokeBefore = 0
  private looking = new AbortController()
  private stopped = false
  private cancelNext: (() => void) | undefined
  private round: Promise<void> | undefined

  constructor(private readonly options: ClusterCacheOptions) {
    this.startedAt = options.scheduler.now()
    this.probe = createProbe(options.fetch, options.scheduler)
    this.view = {
      cluster: options.cluster,
      has: (kind) => this.kinds.has(kind),
      list: (kind, namespace) => this.kinds.get(kind)?.store.list(namespace) ?? NOTHING,
      get: (kind, namespace, name) => this.kinds.get(kind)?.store.get(namespace, name),
    }
  }

  /** Starts looking and goes on by itself; an unreachable cluster shows in `health`. */
  start(): void {
    this.lookNow()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.looking.abort(new Error('the cache was stopped'))
    this.cancelNext?.()
    await this.round
    await Promise.all([...this.kinds.values()].map(({ watcher }) => watcher.stop()))
    this.settle()
  }

  synced(): boolean {
    return this.discovered && this.needed().every(({ watcher }) => watcher.synced)
  }

  /** True as soon as everything has been listed once; false when that takes longer than the timeout or the cache is stopped. */
  ready(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (answer: boolean) => {
        cancel()
        this.waiting.delete(check)
        resolve(answer)
      }
      const check = () => {
        if (this.synced()) finish(true)
        else if (this.stopped) finish(false)
      }
      const cancel = this.options.scheduler.after(timeoutMs, () => finish(false))
      this.waiting.add(check)
      check()
    })
  }

  /** All but extras that the account may not read. */
  private needed(): Watched[] {
    return [...this.kinds.values()].filter(
      ({ served, watcher }) => !(EXTRAS.has(served.id) && watcher.forbidden),
    )
  }

  health(): ClusterHealth {
    const watchers = [...this.kinds.values()]
    const needed = this.needed()
    const sinceStart = (this.options.scheduler.now() - this.startedAt) / 1000
    const ages = needed.map(({ watcher }) => watcher.ageSeconds())
    const detail = [
      ...(this.discoveryError === undefined ? [] : [`discovery: ${this.discoveryError}`]),
      ...watchers.flatMap(({ served, watcher }) =>
        watcher.lastError ? [`${served.plural}: ${watcher.lastError}`] : [],
      ),
    ]
    return {
      cluster: this.options.cluster,
      connected:
        this.discovered &&
        this.discoveryError === undefined &&
        needed.every(({ watcher }) => watcher.connected),
      ageSeconds: this.discovered && ages.length > 0 ? Math.max(...ages) : sinceStart,
      synced: this.synced(),
      unread: watchers.flatMap(({ served, watcher }) => (watcher.synced ? [] : [served.id])),
      ...(detail.length > 0 && { detail: detail.slice(0, 3).join('; ') }),
      dataPlanes: this.dataPlanes(),
    }
  }

  /** Objects that it holds, and watches that broke and were begun again since the start. */
  counts(): { objects: number; brokenWatches: number } {
    const watched = [...this.kinds.values()]
    return {
      objects: watched.reduce((sum, { store }) => sum + store.list().length, 0),
      brokenWatches: this.brokeBefore + watched.reduce((sum, { watcher }) => sum + watcher.broke, 0),
    }
  }

  private dataPlanes(): DataPlaneId[] {
    const served = (kind: KindId, plane: DataPlaneId) => (this.kinds.has(kind) ? [plane] : [])
    return [
      ...served('virtualservices', 'istio'),
      ...served('httproutes', 'gateway-api'),
      ...served('ingressroutes', 'traefik'),
      'kubernetes',
    ]
  }

  private lookNow(): void {
    if (this.stopped || this.round) return
    this.cancelNext?.()
    this.round = this.look().finally(() => {
      this.round = undefined
      if (this.stopped) return
      const wait =
        this.failures === 0 ? DISCOVERY_MS : backoffMs(this.failures, this.options.scheduler.random())
      this.cancelNext = this.options.scheduler.after(wait, () => this.lookNow())
    })
  }

  private async look(): Promise<void> {
    this.looking = new AbortController()
    try {
      const found = await discover(this.options.fetch, this.looking.signal)
      if (this.stopped) return
      await this.follow(found)
      const unknown = [...found.unsure].filter((kind) => !this.kinds.has(kind))
      if (unknown.length > 0) throw new Error(`no telling yet whether there are ${unknown.join(', ')}`)
      this.failures = 0
      this.discovered = true
      this.discoveryError = undefined
    } catch (error) {
      if (this.stopped) return
      this.failures += 1
      const words = error instanceof Error ? error.message : String(error)
      if (words !== this.discoveryError) {
        log('kube').warn(
          { cluster: this.options.cluster, err: error },
          'the cluster does not say which kinds it has',
        )
      }
      this.discoveryError = words
    }
    this.settle()
  }

  private async follow(found: Discovery): Promise<void> {
    for (const [id, watched] of [...this.kinds]) {
      const served = found.served.get(id)
      if (served?.apiVersion === watched.served.apiVersion || found.unsure.has(id)) continue
      await watched.watcher.stop()
      this.brokeBefore += watched.watcher.broke
      if (served) this.kinds.set(id, this.watch(served, watched.store))
      else this.drop(id, watched)
    }
    for (const [id, served] of found.served) {
      if (this.kinds.has(id)) continue
      const store = new KindStore((change) => this.report(change))
      // What is there at the first look is not news; what a new kind brings later is.
      this.kinds.set(id, this.watch(served, store, !this.discovered))
    }
  }

  private watch(served: ServedKind, store: KindStore, quietFirstList = false): Watched {
    let quietly = quietFirstList
    const { fetch, scheduler, cluster } = this.options
    let reported: string | undefined
    const watcher = new Watcher({
      kind: served,
      fetch,
      scheduler,
      probe: this.probe,
      sink: {
        replace: (objects) => {
          store.replace(objects, quietly)
          quietly = false
        },
        upsert: (object) => store.upsert(object),
        remove: (object) => store.remove(object),
      },
      onMissing: () => this.lookNow(),
      onState: () => {
        if (watcher.lastError !== undefined && watcher.lastError !== reported) {
          log('kube').warn(
            { cluster, kind: served.plural, reason: watcher.lastError },
            'not in step with the cluster',
          )
        }
        reported = watcher.lastError
        this.settle()
      },
    })
    watcher.start()
    return { served, store, watcher }
  }

  private drop(id: KindId, watched: Watched): void {
    this.kinds.delete(id)
    for (const object of watched.store.list()) watched.store.remove(object)
  }

  private report(change: StoreChange): void {
    const { kind, metadata } = change.object
    this.options.onChange({
      cluster: this.options.cluster,
      kind,
      namespace: metadata.namespace ?? '',
      name: metadata.name,
      ...change,
    })
  }

  private settle(): void {
    for (const check of [...this.waiting]) check()
  }
}
