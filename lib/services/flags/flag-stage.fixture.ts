import { DomainError } from '@/lib/domain/errors'
import type { AuditBody, AuditEvent } from '@/lib/domain/audit/event'
import { flagMap } from '@/lib/domain/flags/flags.fixture'
import type { AuditLog, ClusterChange, Clusters, LiveFrame, OperationStore, Page } from '@/lib/domain/ports'
import type { OperationRecord } from '@/lib/domain/traffic/operation'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { MemoryCluster } from '@/lib/traffic/memory-cluster.fixture'
import type { ServiceContext } from '../context'

export const checkout: ServiceRef = { cluster: 'test', namespace: 'shop', name: 'checkout' }

/** A cluster with ConfigMaps of flags, an audit log and operations in memory, for tests. */
export class FlagStage {
  readonly events: AuditEvent[] = []
  readonly operations: OperationRecord[] = []
  readonly frames: LiveFrame[] = []
  readonly warnings: unknown[] = []
  readonly log = { warn: (detail: object) => void this.warnings.push(detail) }
  synced = true
  mayReadConfigMaps = true
  logAway = false
  pokes = 0
  now = '2026-11-21T12:00:00.000Z'
  private readonly cluster = new MemoryCluster([])
  private readonly listeners = new Set<(change: ClusterChange) => void>()

  readonly ports = {
    clusters: {
      names: () => ['test'],
      view: () => this.cluster.view,
      health: () => ({ synced: this.synced, unread: this.mayReadConfigMaps ? [] : ['configmaps'] }),
      onChange: (listener: (change: ClusterChange) => void) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
    } satisfies Partial<Record<keyof Clusters, unknown>> as unknown as Clusters,
    pokeEngine: () => void (this.pokes += 1),
  }

  /** Of somebody whom the policy lets see this namespace alone. */
  ctx(namespace = 'shop'): ServiceContext {
    const scope = { cluster: '*', namespace, service: '*' }
    return {
      viewer: { issuer: 'test', subject: 'ana', name: 'Ana', groups: [] },
      now: () => new Date(this.now),
      ports: {
        ...this.ports,
        newId: () => `event-${this.events.length + 1}`,
        policy: () => ({ bindings: [{ subject: 'ana', role: 'viewer', effect: 'allow', scope }] }),
        bus: { publish: (frame: LiveFrame) => this.frames.push(frame) },
        store: { audit: this.audit(), operations: this.operationStore() },
      },
    } as unknown as ServiceContext
  }

  /** `kubectl apply` or `delete` of a ConfigMap while somebody watches, or while nobody does. */
  put(flags: Parameters<typeof flagMap>[0], extra: Parameters<typeof flagMap>[1] = {}, watched = true): void {
    const body = flagMap(flags, extra)
    const previous = this.cluster.view.get('configmaps', 'shop', body.metadata.name)
    const object = this.cluster.put(body)
    if (watched) this.tell({ type: previous ? 'modified' : 'added', object, ...(previous && { previous }) })
  }

  remove(name = 'checkout-flags', watched = true): void {
    const previous = this.cluster.view.get('configmaps', 'shop', name)
    if (!previous) throw new Error(`no ${name}`)
    this.cluster.remove('configmaps', 'shop', name)
    if (watched) this.tell({ type: 'deleted', object: previous, previous })
  }

  words(): unknown[] {
    return this.events.map(({ detail }) => (detail as { words: string }).words)
  }

  private tell(change: Pick<ClusterChange, 'type' | 'object' | 'previous'>): void {
    const place = { cluster: 'test', kind: 'ConfigMap', namespace: 'shop', name: change.object.metadata.name }
    for (const listener of this.listeners) listener({ ...place, ...change })
  }

  private audit(): Pick<AuditLog, 'append' | 'list'> {
    return {
      append: (body: AuditBody) => {
        if (this.logAway) return Promise.reject(new DomainError('audit-unavailable', 'away'))
        const seq = this.events.length + 1
        this.events.push({ ...body, seq, epoch: 1, prevHash: '', hash: '', body: '' })
        return Promise.resolve({ seq, hash: '' })
      },
      list: ({ action, service, from, limit, cursor }) => {
        const found = this.events
          .filter((event) => event.kind === 'denied' || event.action === action)
          .filter((event) => service === undefined || event.service?.name === service.name)
          .filter(({ time }) => from === undefined || time >= from)
          .reverse()
        return Promise.resolve(page(found, limit, cursor))
      },
    }
  }

  private operationStore(): Pick<OperationStore, 'list'> {
    return { list: ({ limit, cursor }) => Promise.resolve(page(this.operations, limit, cursor)) }
  }
}

function page<T>(all: T[], limit: number, cursor = '0'): Page<T> {
  const end = Number(cursor) + limit
  return { items: all.slice(Number(cursor), end), next: end < all.length ? String(end) : null }
}
