import { listAt, objectAt, textAt, type JsonObject } from '../json'
import { podKind, resourceQuotaKind } from '../kinds'
import { timestamp } from '../objects'
import type { Entry, Store } from '../store'
import { writeStatus } from './cluster-writes'

/** The only resource that the sandbox counts; what else a quota limits has no `used` here. */
const counted = 'pods'

const podsIn = (store: Store, namespace: string): number => [...store.each(podKind, namespace)].length

/** How many more pods the quotas of a namespace admit; Infinity without one. */
export function podsLeft(store: Store, namespace: string): number {
  const limits = [...store.each(resourceQuotaKind, namespace)]
    .map(({ object }) => objectAt(object, 'spec', 'hard')[counted])
    .filter((limit) => limit !== undefined)
  if (limits.length === 0) return Infinity
  return Math.max(0, Math.min(...limits.map(Number)) - podsIn(store, namespace))
}

/** The condition of a ReplicaSet whose pods a quota refuses. */
export function quotaExceeded(before: unknown): JsonObject {
  const type = 'ReplicaFailure'
  const old = listAt(before, 'conditions').find((each) => textAt(each, 'type') === type)
  const lastTransitionTime = textAt(old, 'lastTransitionTime') ?? timestamp()
  const message = 'pods is forbidden: exceeded quota'
  return { type, status: 'True', reason: 'FailedCreate', message, lastTransitionTime }
}

/** Writes how much of a quota is used. */
export function reconcileQuota(store: Store, quota: Entry): void {
  const { namespace = '' } = quota.object.metadata
  const hard = objectAt(quota.object, 'spec', 'hard')
  const used = hard[counted] === undefined ? {} : { [counted]: String(podsIn(store, namespace)) }
  writeStatus(store, quota, { hard, used })
}
