import { kindIdOf } from '../../domain/kind-id'
import type { ClusterView, KindId, KubeObject, ObjectRef } from '../../domain/kube'
import { objectKey, refOf } from '../../domain/kube'

/** Objects by `objectKey`, as just read or written; undefined where there is none. */
export type ReadObjects = Map<string, { ref: ObjectRef; object: KubeObject | undefined }>

/** The same view with some objects replaced by what was just read; `undefined` hides an object. */
export function overlay(view: ClusterView, objects: ReadObjects): ClusterView {
  const replaced = [...objects.values()]
  const of = (kind: KindId) => replaced.filter(({ ref }) => kindIdOf(ref) === kind)
  // Whoever indexes a list keeps the index by the list itself, so the same list has to come back each time.
  const lists = new Map<string, readonly KubeObject[]>()
  const listOf = (kind: KindId, namespace: string | undefined): readonly KubeObject[] => {
    const fresh = of(kind).filter(({ ref }) => namespace === undefined || ref.namespace === namespace)
    if (fresh.length === 0) return view.list(kind, namespace)
    const keys = new Set(fresh.map(({ ref }) => objectKey(ref)))
    const rest = view.list(kind, namespace).filter((object) => !keys.has(objectKey(refOf(object))))
    return [...rest, ...fresh.flatMap(({ object }) => (object ? [object] : []))]
  }
  return {
    cluster: view.cluster,
    has: (kind) => view.has(kind),
    get: (kind, namespace, name) => {
      const hit = of(kind).find(({ ref }) => ref.namespace === namespace && ref.name === name)
      return hit ? hit.object : view.get(kind, namespace, name)
    },
    list: (kind, namespace) => {
      const key = `${kind}/${namespace ?? '*'}`
      const known = lists.get(key) ?? listOf(kind, namespace)
      lists.set(key, known)
      return known
    },
  }
}
