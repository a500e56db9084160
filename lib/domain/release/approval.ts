import type { Actor } from '../traffic/operation'

/** One person's word on one plan. It counts once, for the plan that it names, until it expires. */
export interface Approval {
  id: string
  decision: 'approve' | 'reject'
  actor: Actor
  /** The groups that gave the permission, for looking again when the approval is used. */
  groups: string[]
  planHash: string
  attempt: number
  /** The index of the approval step that it is for; absent for the approval before the start. */
  step?: number
  /** RFC 3339, database time. */
  at: string
  expiresAt: string
  reason?: string
  /** When it was used; an approval is never used twice. */
  usedAt?: string
}
