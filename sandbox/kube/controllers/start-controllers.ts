import { textAt } from '../json'
import { deploymentKind, namespaceKind, podKind, replicaSetKind, serviceKind, type Kind } from '../kinds'
import type { Change, Entry, Store } from '../store'
import { reconcileDeployment } from './deployments'
import { reconcileEndpointSlice, servicesOf } from './endpoint-slices'
import { collectOwned, emptyNamespace } from './garbage'
import { startPod, startupMs } from './pod-lifecycle'
import { reconcileReplicaSet } from './replica-sets'
import { WorkQueue } from './work-queue'

type Reconcile = (store: Store, entry: Entry) => void

/** Runs the controllers over every change of the store until closed. */
export function startControllers(store: Store): { close(): void } {
  const queue = new WorkQueue()
  const starting = new Map<string, NodeJS.Timeout>()

  const reconcile = (kind: Kind, namespace: string, name: string, work: Reconcile): void =>
    queue.add(`${kind.plural} ${namespace}/${name}`, () => {
      const entry = store.get(kind, namespace, name)
      if (entry !== undefined) work(store, entry)
    })
  const reconcileOwners = (entry: Entry, kind: Kind, work: Reconcile): void => {
    const { namespace = '', ownerReferences = [] } = entry.object.metadata
    for (const owner of ownerReferences)
      if (owner.kind === kind.kind) reconcile(kind, namespace, owner.name, work)
  }
  const startLater = (pod: Entry): void => {
    const { uid, namespace = '', name } = pod.object.metadata
    if (textAt(pod.object, 'status', 'phase') !== 'Pending' || starting.has(uid)) return
    const start = (): void => {
      starting.delete(uid)
      const latest = store.get(podKind, namespace, name)
      if (latest?.object.metadata.uid === uid && textAt(latest.object, 'status', 'phase') === 'Pending')
        startPod(store, latest)
    }
    starting.set(uid, setTimeout(start, startupMs()))
  }

  const react = ({ type, entry, previous }: Change): void => {
    const { namespace = '', name } = entry.object.metadata
    const deleted = type === 'DELETED'
    if (entry.kind === deploymentKind && !deleted)
      reconcile(deploymentKind, namespace, name, reconcileDeployment)
    if (entry.kind === serviceKind && !deleted)
      reconcile(serviceKind, namespace, name, reconcileEndpointSlice)
    if (entry.kind === replicaSetKind) {
      if (!deleted) reconcile(replicaSetKind, namespace, name, reconcileReplicaSet)
      reconcileOwners(entry, deploymentKind, reconcileDeployment)
    }
    if (entry.kind === podKind) {
      if (!deleted) startLater(entry)
      reconcileOwners(entry, replicaSetKind, reconcileReplicaSet)
      const pods = previous === undefined ? [entry.object] : [previous.object, entry.object]
      for (const service of servicesOf(store, pods))
        reconcile(serviceKind, namespace, service.object.metadata.name, reconcileEndpointSlice)
    }
    if (!deleted) return
    const key = `${entry.kind.plural} ${namespace}/${name} deleted ${entry.object.metadata.uid}`
    if (entry.kind === namespaceKind) queue.add(key, () => emptyNamespace(store, name))
    else if ([deploymentKind, replicaSetKind, serviceKind].includes(entry.kind))
      queue.add(key, () => collectOwned(store, entry))
  }

  const unsubscribe = store.subscribe(react)
  for (const kind of [deploymentKind, replicaSetKind, serviceKind, podKind])
    for (const entry of store.each(kind)) react({ revision: store.revision, type: 'ADDED', entry })
  return {
    close: () => {
      unsubscribe()
      queue.close()
      for (const timer of starting.values()) clearTimeout(timer)
    },
  }
}
