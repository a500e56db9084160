import { listAt, textAt, type JsonObject } from '../json'
import { timestamp } from '../objects'

export interface ConditionNow {
  type: string
  status: 'True' | 'False' | 'Unknown'
  reason: string
  message: string
}

/** metav1.Conditions for a status: lastTransitionTime changes only with `status`, and lists that differ in nothing stay equal. */
export function conditionsOf(
  before: unknown,
  generation: number,
  now: readonly ConditionNow[],
): JsonObject[] {
  return now.map((condition) => {
    const old = listAt(before, 'conditions').find((each) => textAt(each, 'type') === condition.type)
    const kept = textAt(old, 'status') === condition.status ? textAt(old, 'lastTransitionTime') : undefined
    return { ...condition, observedGeneration: generation, lastTransitionTime: kept ?? timestamp() }
  })
}

/** A condition that holds for the reason of its own name, as most of the Gateway API's do. */
export function holds(type: string, message: string, reason = type): ConditionNow {
  return { type, status: 'True', reason, message }
}

export function fails(type: string, reason: string, message: string): ConditionNow {
  return { type, status: 'False', reason, message }
}
