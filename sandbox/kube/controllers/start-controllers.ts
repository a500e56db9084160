import { textAt } from '../json'
import {
  deploymentKind,
  disruptionBudgetKind,
  namespaceKind,
  podKind,
  replicaSetKind,
  resourceQuotaKind,
  serviceKind,
  type Kind,
} from '../kinds'
import type { Change, Entry, Store } from '../store'
import { CrashLoops } from './crash-loops'
import { reconcileDeployment } from './deployments'
import { reconcileDisruptionBudget } from './disruption-budgets'
import { reconcileEndpointSlice, servicesOf } from './endpoint-slices'
import { collectOwned, emptyNamespace } from './garbage'
import { startGatewayApi } from './gateway-api'
import { fitsNode, refusePod, startPod, startupMs } from './pod-lifecycle'
import { reconcileQuota } from './quotas'
import { reconcileReplicaSet } from './replica-sets'
import { WorkQueue } from './work-queue'

/** How often scripts of crash loops are looked at. */
const crashLoopsMs = 500

type Reconcile = (store: Store, entry: Entry) => void

/** Runs the controllers over every change of the store until closed. */
export function startControllers(store: Store): { close(): void } {
  const queue = new WorkQueue()
  const starting = new Map<string, NodeJS.Timeout>()
  const waiting = new Map<string, NodeJS.Timeout>()

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
  const reconcileSet: Reconcile = (from, set) => {
    const again = reconcileReplicaSet(from, set)
    const { uid, namespace = '', name } = set.object.metadata
    clearTimeout(waiting.get(uid))
    waiting.delete(uid)
    if (again === undefined) return
    const look = (): void => {
      waiting.delete(uid)
      reconcile(replicaSetKind, namespace, name, reconcileSet)
    }
    waiting.set(uid, setTimeout(look, again))
  }
  /** All objects of a kind in a namespace, as each may depend on any pod there. */
  const reconcileAll = (kind: Kind, namespace: string, work: Reconcile): void => {
    for (const { object } of store.each(kind, namespace))
      reconcile(kind, namespace, object.metadata.name, work)
  }
  const reconcileQuotas = (namespace: string): void => {
    reconcileAll(resourceQuotaKind, namespace, reconcileQuota)
    reconcileAll(replicaSetKind, namespace, reconcileSet)
  }
  const startLater = (pod: Entry): void => {
    const { uid, namespace = '', name } = pod.object.metadata
    if (textAt(pod.object, 'status', 'phase') !== 'Pending' || starting.has(uid)) return
    if (!fitsNode(pod)) {
      reconcile(podKind, namespace, name, refusePod)
      return
    }
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
      if (!deleted) reconcile(replicaSetKind, namespace, name, reconcileSet)
      reconcileOwners(entry, deploymentKind, reconcileDeployment)
    }
    if (entry.kind === disruptionBudgetKind && !deleted)
      reconcile(disruptionBudgetKind, namespace, name, reconcileDisruptionBudget)
    if (entry.kind === resourceQuotaKind) reconcileQuotas(namespace)
    if (entry.kind === podKind) {
      reconcileAll(disruptionBudgetKind, namespace, reconcileDisruptionBudget)
      const limited = store.each(resourceQuotaKind, namespace).next().done !== true
      if (limited && type !== 'MODIFIED') reconcileQuotas(namespace)
      if (!deleted) startLater(entry)
      reconcileOwners(entry, replicaSetKind, reconcileSet)
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
  const gatewayApi = startGatewayApi(store, queue)
  const crashLoops = new CrashLoops(store)
  const looking = setInterval(() => crashLoops.look(Date.now()), crashLoopsMs)
  for (const kind of [deploymentKind, replicaSetKind, serviceKind, podKind, disruptionBudgetKind])
    for (const entry of store.each(kind)) react({ revision: store.revision, type: 'ADDED', entry })
  return {
    close: () => {
      unsubscribe()
      clearInterval(looking)
      queue.close()
      gatewayApi.close()
      for (const timer of [...starting.values(), ...waiting.values()]) clearTimeout(timer)
    },
  }
}
