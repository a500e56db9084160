import type { KindId } from '@/lib/domain/kube'
import type { ClusterChange, Clusters, SeenRoute, SnapshotStore } from '@/lib/domain/ports'
import { OPERATION_ANNOTATION } from '@/lib/domain/traffic/compose-patch'
import type { ReleaseRecord } from '@/lib/domain/release/release'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { OperationRecord } from '@/lib/domain/traffic/operation'
import {
  deployment,
  destinationRule,
  MemoryCluster,
  service,
  virtualService,
} from '@/lib/traffic/memory-cluster.fixture'
import { routers } from '@/lib/traffic/routers'
import { versionsOfService } from '@/lib/traffic/versions-of-service'
import type { Ports, ServiceContext } from '../context'
import { routesOf } from '../traffic/find-route'

/** The spec of a VirtualService that splits checkout between v1 and v2. */
export const split = (v1: number, v2: number) => ({
  hosts: ['checkout'],
  http: [
    {
      route: [
        { destination: { host: 'checkout', subset: 'v1' }, weight: v1 },
        { destination: { host: 'checkout', subset: 'v2' }, weight: v2 },
      ],
    },
  ],
})

const day = '2026-11-21T'
const afterAll = `${day}23:00:00.000Z`

/** A cluster with one split service, and snapshots and operations in memory, for tests. */
export class ReplayStage {
  readonly checkout: ServiceRef = { cluster: 'test', namespace: 'shop', name: 'checkout' }
  readonly added: SeenRoute[] = []
  readonly operations = new Map<string, Pick<OperationRecord, 'service' | 'route' | 'outcome'>>()
  readonly warnings: unknown[] = []
  readonly log = { warn: (detail: object) => void this.warnings.push(detail) }
  unread: KindId[] = []
  away = false
  /** Milliseconds. */
  clock = Date.parse(`${day}12:00:00.000Z`)
  private readonly stored: SeenRoute[] = []
  private readonly releases: ReleaseRecord[] = []
  private readonly events: { kind: string; time: string; after: unknown }[] = []
  private readonly listeners = new Set<(change: ClusterChange) => void>()
  private readonly cluster = new MemoryCluster([
    service('shop', 'checkout', { app: 'checkout' }),
    destinationRule('shop', 'checkout', ['v1', 'v2']),
    ...deployment('shop', 'checkout-v1', { app: 'checkout', version: 'v1' }, 1),
    ...deployment('shop', 'checkout-v2', { app: 'checkout', version: 'v2' }, 1),
  ])

  readonly ports = {
    routers,
    routeReports: [],
    versionsOf: versionsOfService,
    clusters: {
      names: () => ['test'],
      view: () => this.cluster.view,
      health: () => ({ synced: true, unread: this.unread }),
      onChange: (listener: (change: ClusterChange) => void) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
    } satisfies Partial<Record<keyof Clusters, unknown>> as unknown as Clusters,
    snapshots: this.snapshots(),
    store: {
      operations: { get: (id: string) => Promise.resolve(this.operations.get(id)) },
      releases: {
        live: () => Promise.resolve([]),
        list: () => Promise.resolve({ items: this.releases, next: null }),
      },
      audit: {
        list: ({ to = '' }: { to?: string }) =>
          Promise.resolve({ items: this.events.filter(({ time }) => time < to).reverse(), next: null }),
      },
    },
  } as unknown as Ports

  ctx(): ServiceContext {
    return { ports: this.ports, now: () => new Date(afterAll) } as unknown as ServiceContext
  }

  time(): string {
    return new Date(this.clock).toISOString()
  }

  /** Lets a minute go by. */
  rest(): void {
    this.clock += 60_000
  }

  /** Writes the VirtualService as a field manager, or as Aviary with its mark. */
  put(spec: object, how: { watched?: boolean; manager?: string; operation?: string } = {}): void {
    const { watched = true, operation, manager = operation === undefined ? 'kubectl' : 'aviary' } = how
    const previous = this.cluster.view.get('virtualservices', 'shop', 'checkout')
    const body = virtualService('shop', 'checkout', spec)
    const object = this.cluster.put({
      ...body,
      lastWriter: { manager, time: this.time() },
      metadata: {
        ...body.metadata,
        ...(operation === undefined ? {} : { annotations: { [OPERATION_ANNOTATION]: operation } }),
      },
    })
    if (watched) this.tell({ type: previous ? 'modified' : 'added', object, ...(previous && { previous }) })
  }

  removeRoute(watched = true): void {
    const previous = this.cluster.view.get('virtualservices', 'shop', 'checkout')
    if (!previous) throw new Error('there is no route')
    this.cluster.remove('virtualservices', 'shop', 'checkout')
    if (watched) this.tell({ type: 'deleted', object: previous, previous })
  }

  removeService(): void {
    this.cluster.remove('services', 'shop', 'checkout')
  }

  /** A release from v1 to v2 with its transitions; times are of the day. */
  release(
    times: { createdAt: string; endedAt: string },
    transitions: { at: string; state: string; step: number }[],
  ): void {
    this.releases.push({
      id: 'r-1',
      service: this.checkout,
      from: 'v1',
      to: 'v2',
      plan: { steps: [] },
      createdAt: `${day}${times.createdAt}.000Z`,
      endedAt: `${day}${times.endedAt}.000Z`,
    } as unknown as ReleaseRecord)
    for (const { at, ...after } of transitions)
      this.events.push({ kind: 'release', time: `${day}${at}.000Z`, after })
  }

  routeId(): string {
    const [route] = routesOf(this.ports, this.cluster.view, this.checkout)
    return route?.id ?? ''
  }

  /** "checkout VirtualService change kubectl: v1 90 % → 80 %". */
  told(): string[] {
    return this.added.map(({ service: { name }, route, cause, writer, words }) => {
      const what = [name, route?.kind ?? 'none', cause].join(' ')
      if (cause === 'baseline') return what
      return writer ? `${what} ${writer.manager}: ${words}` : `${what}: ${words}`
    })
  }

  private tell(change: Pick<ClusterChange, 'type' | 'object' | 'previous'>): void {
    const place = { cluster: 'test', kind: 'VirtualService', namespace: 'shop', name: 'checkout' }
    for (const listener of this.listeners) listener({ ...place, ...change })
  }

  private snapshots(): Pick<SnapshotStore, 'add' | 'revisions' | 'newest' | 'at'> {
    const newest = (until = Infinity) =>
      new Map(
        this.stored
          .filter(({ takenAt }) => Date.parse(takenAt) <= until)
          .map((each) => [`${each.service.name} ${each.id}`, each] as const),
      ).values()
    return {
      add: (seen) => {
        if (this.away) return Promise.reject(new Error('away'))
        this.added.push(...seen)
        this.stored.push(...seen)
        return Promise.resolve()
      },
      revisions: () =>
        Promise.resolve(
          [...newest()].map(({ service: of, id, route }) => ({
            service: of,
            id,
            revision: route?.revision ?? 'gone',
          })),
        ),
      at: (_clusters, moment) => Promise.resolve([...newest(moment.getTime())]),
      newest: (keys) => Promise.resolve([...newest()].filter(({ id }) => keys.some((key) => key.id === id))),
    }
  }
}
