import { groupVersion, type Kind } from './kinds'
import type { KubeObject } from './objects'

/** A stored object with its JSON, made once and sent to every reader. */
export interface Entry {
  readonly kind: Kind
  readonly object: KubeObject
  /** `"metadata":{…},…}`: everything after apiVersion and kind, which depend on the reader. */
  readonly tail: string
}

export interface Change {
  revision: number
  type: 'ADDED' | 'MODIFIED' | 'DELETED'
  entry: Entry
  previous?: Entry
}

// Every change keeps its object alive, so this bounds memory too.
const historyLimit = 4_000

export function entryOf(kind: Kind, object: KubeObject): Entry {
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = object
  return { kind, object, tail: JSON.stringify(rest).slice(1) }
}

/** The object as JSON in one of its kind's versions. */
export function entryJson(entry: Entry, version: string): string {
  return `{"apiVersion":"${groupVersion(entry.kind.group, version)}","kind":"${entry.kind.kind}",${entry.tail}`
}

export function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`
}

/** All objects, one revision counter, and a bounded history of changes for watches. */
export class Store {
  /** Changes at or before this revision are forgotten: a watch from before it is too old. */
  floor: number
  private readonly objects = new Map<Kind, Map<string, Map<string, Entry>>>()
  private readonly history: Change[] = []
  private readonly listeners = new Set<(change: Change) => void>()

  constructor(public revision = 1) {
    this.floor = revision
  }

  get(kind: Kind, namespace: string, name: string): Entry | undefined {
    return this.objects.get(kind)?.get(namespace)?.get(name)
  }

  /** In no order; `namespace` undefined means all of them. */
  *each(kind: Kind, namespace?: string): Generator<Entry> {
    const byNamespace = this.objects.get(kind)
    if (namespace !== undefined) yield* byNamespace?.get(namespace)?.values() ?? []
    else for (const entries of byNamespace?.values() ?? []) yield* entries.values()
  }

  /** Ordered by namespace and name, as etcd orders its keys. */
  list(kind: Kind, namespace?: string): Entry[] {
    const keyed = [...this.each(kind, namespace)].map((entry) => ({ key: keyOf(entry.object), entry }))
    return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ entry }) => entry)
  }

  /** Puts an object back as it was saved: no new revision, no event. */
  load(kind: Kind, object: KubeObject): void {
    this.place(entryOf(kind, object))
  }

  put(kind: Kind, object: KubeObject): Entry {
    const previous = this.get(kind, object.metadata.namespace ?? '', object.metadata.name)
    const entry = this.stamped(kind, object)
    this.place(entry)
    this.record(
      previous === undefined
        ? { revision: this.revision, type: 'ADDED', entry }
        : { revision: this.revision, type: 'MODIFIED', entry, previous },
    )
    return entry
  }

  /** The deleted object keeps its last state under the revision of its deletion. */
  remove(previous: Entry): Entry {
    const { namespace = '', name } = previous.object.metadata
    this.objects.get(previous.kind)?.get(namespace)?.delete(name)
    const entry = this.stamped(previous.kind, previous.object)
    this.record({ revision: this.revision, type: 'DELETED', entry, previous })
    return entry
  }

  since(revision: number): Change[] {
    let low = 0
    let high = this.history.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.history[middle]?.revision ?? 0) <= revision) low = middle + 1
      else high = middle
    }
    return this.history.slice(low)
  }

  /** Listeners run in the order of subscription, before the writer gets its answer. */
  subscribe(listener: (change: Change) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private stamped(kind: Kind, object: KubeObject): Entry {
    this.revision += 1
    return entryOf(kind, {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.revision) },
    })
  }

  private place(entry: Entry): void {
    const { namespace = '', name } = entry.object.metadata
    const byNamespace = this.objects.get(entry.kind) ?? new Map<string, Map<string, Entry>>()
    const byName = byNamespace.get(namespace) ?? new Map<string, Entry>()
    byName.set(name, entry)
    byNamespace.set(namespace, byName)
    this.objects.set(entry.kind, byNamespace)
  }

  private record(change: Change): void {
    this.history.push(change)
    if (this.history.length > 2 * historyLimit) {
      const dropped = this.history.splice(0, historyLimit)
      this.floor = dropped.at(-1)?.revision ?? this.floor
    }
    for (const listener of this.listeners) listener(change)
  }
}
