import { listAt, numberAt, objectAt, textAt, textMap } from '../json'
import { podKind } from '../kinds'
import type { KubeObject } from '../objects'
import { randomSuffix } from '../random-suffix'
import type { Entry, Store } from '../store'
import { createObject, deleteObject } from '../write-object'
import { controllerManager, isOwnedBy, isReady, ownedBy, writeStatus } from './cluster-writes'
import { podsLeft, quotaExceeded } from './quotas'

function podsOf(store: Store, set: Entry): Entry[] {
  return [...store.each(podKind, set.object.metadata.namespace)].filter((pod) => isOwnedBy(pod, set))
}

function createPod(store: Store, set: Entry): void {
  const { name, namespace = '' } = set.object.metadata
  const template = objectAt(set.object, 'spec', 'template')
  const metadata = {
    name: `${name}-${randomSuffix()}`,
    labels: textMap(objectAt(template, 'metadata', 'labels')),
    annotations: textMap(objectAt(template, 'metadata', 'annotations')),
    ownerReferences: ownedBy(set),
  }
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: objectAt(template, 'spec') }
  createObject(store, podKind, namespace, pod, { manager: controllerManager, version: 'v1' })
}

/** Milliseconds until the pod has been Ready for minReadySeconds; Infinity while it isn't Ready. */
function untilAvailable(pod: KubeObject, minReadySeconds: number): number {
  if (!isReady(pod)) return Infinity
  const ready = listAt(pod, 'status', 'conditions').find((each) => textAt(each, 'type') === 'Ready')
  const since = Date.parse(textAt(ready, 'lastTransitionTime') ?? '')
  return Math.max(0, since + minReadySeconds * 1000 - Date.now())
}

/**
 * Makes or removes pods until there are spec.replicas of them, unready and young ones first to go; a quota may hold it
 * back. Answers in how many milliseconds to look again (for minReadySeconds), if at all.
 */
export function reconcileReplicaSet(store: Store, set: Entry): number | undefined {
  const wanted = numberAt(set.object, 'spec', 'replicas') ?? 1
  const pods = podsOf(store, set)
  const allowed = Math.min(wanted - pods.length, podsLeft(store, set.object.metadata.namespace ?? ''))
  for (let count = 0; count < allowed; count += 1) createPod(store, set)
  const age = (pod: Entry): string =>
    `${isReady(pod.object) ? 1 : 0} ${pod.object.metadata.creationTimestamp}`
  const removable = pods.toSorted((a, b) => age(a).localeCompare(age(b)))
  const doomed = new Set(removable.slice(0, Math.max(0, pods.length - wanted)))
  for (const pod of doomed) {
    const { namespace = '', name, uid } = pod.object.metadata
    deleteObject(store, podKind, namespace, name, { uid })
  }
  const kept = pods.filter((pod) => !doomed.has(pod))
  const minReadySeconds = numberAt(set.object, 'spec', 'minReadySeconds') ?? 0
  const waits = kept.map((pod) => untilAvailable(pod.object, minReadySeconds))
  const made = Math.min(wanted, pods.length + Math.max(0, allowed))
  writeStatus(store, set, {
    replicas: made,
    fullyLabeledReplicas: made,
    readyReplicas: waits.filter((wait) => wait < Infinity).length,
    availableReplicas: waits.filter((wait) => wait === 0).length,
    observedGeneration: set.object.metadata.generation,
    ...(made < wanted ? { conditions: [quotaExceeded(set.object['status'])] } : {}),
  })
  const next = Math.min(...waits.filter((wait) => wait > 0))
  return next < Infinity ? next : undefined
}
