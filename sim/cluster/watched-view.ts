import { kindIdOf } from '@/lib/domain/kind-id'
import type { ClusterView, KindId, KubeObject } from '@/lib/domain/kube'
import type { Random } from '../kernel/random'
import type { ApiServer, Stored } from './api-server'

/** What one process's watch has seen so far: in order, but some time behind the server. */
export class WatchedView {
  readonly view: ClusterView
  private readonly objects = new Map<string, KubeObject>()
  private readonly lists = new Map<string, readonly KubeObject[]>()
  private coming: { at: number; stored: Stored }[] = []

  constructor(
    server: ApiServer,
    cluster: string,
    private readonly now: () => number,
    /** Milliseconds that the next event takes. */
    private readonly lag: () => number,
  ) {
    for (const object of server.all()) this.keep(object)
    server.listeners.push((stored) => {
      const earliest = this.coming.at(-1)?.at ?? 0
      this.coming.push({ at: Math.max(earliest, this.now() + this.lag()), stored })
    })
    this.view = {
      cluster,
      has: () => true,
      list: (kind, namespace) => this.listOf(kind, namespace),
      get: (kind, namespace, name) => {
        this.catchUp()
        return this.objects.get(`${kind}/${namespace}/${name}`)
      },
    }
  }

  private catchUp(): void {
    while (this.coming.length > 0) {
      const next = this.coming[0]
      if (!next || next.at > this.now()) return
      this.coming.shift()
      if (next.stored.after) this.keep(next.stored.after)
      else if (next.stored.before) this.drop(next.stored.before)
    }
  }

  private keep(object: KubeObject): void {
    this.objects.set(placeOf(object), object)
    this.forgetLists(object)
  }

  private drop(object: KubeObject): void {
    this.objects.delete(placeOf(object))
    this.forgetLists(object)
  }

  /** As the real cache does: the same list until something of its kind changes. */
  private listOf(kind: KindId, namespace: string | undefined): readonly KubeObject[] {
    this.catchUp()
    const key = `${kind}/${namespace ?? '*'}`
    let list = this.lists.get(key)
    if (list === undefined) {
      const start = namespace === undefined ? `${kind}/` : `${kind}/${namespace}/`
      list = [...this.objects].flatMap(([place, object]) => (place.startsWith(start) ? [object] : []))
      this.lists.set(key, list)
    }
    return list
  }

  private forgetLists(object: KubeObject): void {
    const start = `${kindIdOf(object) ?? ''}/`
    for (const key of this.lists.keys()) if (key.startsWith(start)) this.lists.delete(key)
  }
}

const placeOf = (object: KubeObject) =>
  `${kindIdOf(object) ?? ''}/${object.metadata.namespace ?? ''}/${object.metadata.name}`

/** Mostly a moment, now and then a long one: milliseconds. */
export const watchLag = (random: Random, worst: number) => (): number =>
  random.chance(0.06) ? random.int(500, worst) : random.int(0, 120)
