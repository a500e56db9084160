import { numberAt, objectAt, textMap } from '../json'
import { podKind } from '../kinds'
import { randomSuffix } from '../random-suffix'
import type { Entry, Store } from '../store'
import { createObject, deleteObject } from '../write-object'
import { controllerManager, isOwnedBy, isReady, ownedBy, writeStatus } from './cluster-writes'

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

/** Makes or removes pods until there are spec.replicas of them, unready and young ones first to go. */
export function reconcileReplicaSet(store: Store, set: Entry): void {
  const wanted = numberAt(set.object, 'spec', 'replicas') ?? 1
  const pods = podsOf(store, set)
  for (let count = pods.length; count < wanted; count += 1) createPod(store, set)
  const age = (pod: Entry): string =>
    `${isReady(pod.object) ? 1 : 0} ${pod.object.metadata.creationTimestamp}`
  const removable = pods.toSorted((a, b) => age(a).localeCompare(age(b)))
  const doomed = new Set(removable.slice(0, Math.max(0, pods.length - wanted)))
  for (const pod of doomed) {
    const { namespace = '', name, uid } = pod.object.metadata
    deleteObject(store, podKind, namespace, name, { uid })
  }
  const ready = pods.filter((pod) => !doomed.has(pod) && isReady(pod.object)).length
  writeStatus(store, set, {
    replicas: wanted,
    fullyLabeledReplicas: wanted,
    readyReplicas: ready,
    availableReplicas: ready,
    observedGeneration: set.object.metadata.generation,
  })
}
