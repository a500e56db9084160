import type { ServiceRef } from '../traffic/model'

export const callEvents = [
  'automatic-abort',
  'holding',
  'failed',
  'approval-waiting',
  'promoted',
  'drift',
] as const
export type CallEvent = (typeof callEvents)[number]

/** One outgoing webhook: what is sent, to whom, and what became of it. Enqueued in the transaction of its cause. */
export interface CallRecord {
  id: string
  /** Name of the target in the settings. */
  target: string
  event: CallEvent
  release: string
  service: ServiceRef
  /** The exact body that is signed and sent. */
  body: string
  state: 'waiting' | 'delivered' | 'given-up'
  attempts: { at: string; status?: number; error?: string }[]
  /** RFC 3339: when to try next. */
  nextAt: string
  createdAt: string
}
