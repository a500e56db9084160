import type { ServiceRef } from '../traffic/model'
import type { CallEvent } from './call'
import type { RuleScope } from './release-rules'
import { scopeCovers } from './rule-scope'

/** Somebody who wants to be called; the address and the secret stay with the sender. */
export interface CallTarget {
  name: string
  /** Absent: every event. */
  events?: CallEvent[]
  scope: RuleScope
}

/** Whether the target wants to hear of such an event of a service. */
export const wantsCall = ({ events, scope }: CallTarget, event: CallEvent, service: ServiceRef): boolean =>
  (events === undefined || events.includes(event)) && scopeCovers(scope, service)
