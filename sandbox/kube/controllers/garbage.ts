import { kinds, podKind, replicaSetKind, endpointSliceKind } from '../kinds'
import type { Entry, Store } from '../store'
import { deleteObject } from '../write-object'

function remove(store: Store, entry: Entry): void {
  const { namespace = '', name } = entry.object.metadata
  deleteObject(store, entry.kind, namespace, name)
}

/** Deletes what the deleted object owned; in one namespace, among the kinds that controllers make. */
export function collectOwned(store: Store, owner: Entry): void {
  const { uid, namespace } = owner.object.metadata
  for (const kind of [replicaSetKind, podKind, endpointSliceKind])
    for (const entry of [...store.each(kind, namespace)])
      if (entry.object.metadata.ownerReferences?.some((each) => each.uid === uid) === true)
        remove(store, entry)
}

/** Empties a deleted namespace. */
export function emptyNamespace(store: Store, namespace: string): void {
  for (const kind of kinds)
    if (kind.namespaced) for (const entry of [...store.each(kind, namespace)]) remove(store, entry)
}
