import type { KubeObject } from '@/lib/domain/kube'

export interface StoreChange {
  type: 'added' | 'modified' | 'deleted'
  object: KubeObject
  previous?: KubeObject
}

const NOTHING: readonly KubeObject[] = Object.freeze([])

/** The objects of one kind by namespace and name. Lists are built once per change and shared by all readers. */
export class KindStore {
  private readonly namespaces = new Map<string, Map<string, KubeObject>>()
  private readonly lists = new Map<string, readonly KubeObject[]>()
  private everything: readonly KubeObject[] | undefined

  constructor(private readonly onChange: (change: StoreChange) => void) {}

  get(namespace: string, name: string): KubeObject | undefined {
    return this.namespaces.get(namespace)?.get(name)
  }

  list(namespace?: string): readonly KubeObject[] {
    if (namespace === undefined) {
      this.everything ??= [...this.namespaces.keys()].flatMap((each) => this.list(each))
      return this.everything
    }
    const names = this.namespaces.get(namespace)
    if (!names) return NOTHING
    let list = this.lists.get(namespace)
    if (!list) {
      list = [...names.values()]
      this.lists.set(namespace, list)
    }
    return list
  }

  /** Stores an object and reports it unless it is the very version already here. */
  upsert(object: KubeObject): void {
    const previous = this.get(object.metadata.namespace ?? '', object.metadata.name)
    if (previous && sameVersion(previous, object)) return
    if (previous && previous.metadata.uid !== object.metadata.uid) this.remove(previous)
    this.put(object)
    if (previous && previous.metadata.uid === object.metadata.uid) {
      this.onChange({ type: 'modified', object, previous })
    } else {
      this.onChange({ type: 'added', object })
    }
  }

  /** Removes an object; `object` is its last known state. */
  remove(object: KubeObject): void {
    const namespace = object.metadata.namespace ?? ''
    const names = this.namespaces.get(namespace)
    const previous = names?.get(object.metadata.name)
    if (!names || !previous) return
    names.delete(object.metadata.name)
    if (names.size === 0) this.namespaces.delete(namespace)
    this.forget(namespace)
    this.onChange({ type: 'deleted', object, previous })
  }

  /** Makes the store equal to a full list. Without `quietly`, every difference is reported. */
  replace(objects: readonly KubeObject[], quietly = false): void {
    if (quietly) {
      this.namespaces.clear()
      this.lists.clear()
      this.everything = undefined
      for (const object of objects) this.put(object)
      return
    }
    const listed = new Set(objects.map((object) => keyOf(object)))
    for (const object of this.list()) if (!listed.has(keyOf(object))) this.remove(object)
    for (const object of objects) this.upsert(object)
  }

  private put(object: KubeObject): void {
    const namespace = object.metadata.namespace ?? ''
    let names = this.namespaces.get(namespace)
    if (!names) {
      names = new Map()
      this.namespaces.set(namespace, names)
    }
    names.set(object.metadata.name, object)
    this.forget(namespace)
  }

  private forget(namespace: string): void {
    this.lists.delete(namespace)
    this.everything = undefined
  }
}

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`
}

function sameVersion(one: KubeObject, other: KubeObject): boolean {
  return (
    one.metadata.uid === other.metadata.uid &&
    one.metadata.resourceVersion === other.metadata.resourceVersion &&
    one.apiVersion === other.apiVersion
  )
}
