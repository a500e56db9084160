import { isObject, type JsonObject } from '../json'
import { groupVersion } from '../kinds'
import type { KubeObject } from '../objects'
import type { Entry, Store } from '../store'
import { updateObject } from '../write-object'

/** Who the sandbox's own controllers are in managedFields. */
export const controllerManager = 'kube-controller-manager'

/** Changes the spec or metadata of an object that still exists. */
export function writeObject(store: Store, entry: Entry, change: (current: KubeObject) => JsonObject): void {
  const { kind, object } = entry
  const options = { manager: controllerManager, version: kind.storage }
  updateObject(store, kind, object.metadata.namespace ?? '', object.metadata.name, change, options)
}

/** Replaces the status of an object that still exists; zero counts are left out, as Kubernetes does. */
export function writeStatus(
  store: Store,
  entry: Entry,
  status: JsonObject,
  manager = controllerManager,
): void {
  const { kind, object } = entry
  const next = Object.fromEntries(Object.entries(status).filter(([, value]) => value !== 0))
  const options = { manager, version: kind.storage, subresource: 'status' } as const
  const change = (latest: KubeObject): JsonObject => ({ ...latest, status: next })
  updateObject(store, kind, object.metadata.namespace ?? '', object.metadata.name, change, options)
}

/** ownerReferences that make `owner` the controller of a new object. */
export function ownedBy(owner: Entry): JsonObject[] {
  const { kind, object } = owner
  return [
    {
      apiVersion: groupVersion(kind.group, kind.storage),
      kind: kind.kind,
      name: object.metadata.name,
      uid: object.metadata.uid,
      controller: true,
      blockOwnerDeletion: true,
    },
  ]
}

export function isOwnedBy(entry: Entry, owner: Entry): boolean {
  return (entry.object.metadata.ownerReferences ?? []).some((each) => each.uid === owner.object.metadata.uid)
}

/** Whether a pod's Ready condition is True. */
export function isReady(pod: KubeObject): boolean {
  const conditions = isObject(pod['status']) ? pod['status']['conditions'] : undefined
  return (
    Array.isArray(conditions) &&
    conditions.some((each) => isObject(each) && each['type'] === 'Ready' && each['status'] === 'True')
  )
}
