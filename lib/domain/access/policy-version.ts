import type { Page, PageQuery } from '../page'
import type { ReleaseRules } from '../release/release-rules'
import type { Actor } from '../traffic/operation'
import type { Policy } from './decide'

/** What the policy text lays down: who may do what, what holds for all releases, and how it may be changed itself. */
export interface AccessPolicy extends Policy {
  releases: ReleaseRules
  policy: { twoPersons: boolean }
}

export interface PolicyProblem {
  /** Dotted; empty for the text as a whole. */
  path: string
  /** From 1. */
  line: number
  message: string
}

export type PolicyReading = { ok: true; policy: AccessPolicy } | { ok: false; problems: PolicyProblem[] }

export type PolicyState = 'active' | 'proposed' | 'rejected' | 'superseded' | 'withdrawn'

/** One text of the policy; text and hash never change, only its state and who decided. */
export interface PolicyVersion {
  number: number
  /** SHA-256 of the text, lower-case hex. */
  hash: string
  text: string
  source: 'file' | 'console'
  /** Of the file's content when this version was made: only a file that has changed since takes over again. */
  fileHash: string
  state: PolicyState
  /** RFC 3339. */
  at: string
  author: Actor
  reason?: string
  /** Number of the active version that it was made from, or proposed to replace. */
  base?: number
  /** Of a proposal. */
  expiresAt?: string
  decided?: { by: Actor; at: string; reason?: string }
}

export type NewPolicyVersion = Omit<PolicyVersion, 'number'>

/** All versions of the policy; at most one is active. What changes one does so under `lock`, in a transaction. */
export interface PolicyStore {
  /** Until the end of the transaction nobody else changes a policy. */
  lock(): Promise<void>
  active(): Promise<PolicyVersion | undefined>
  /** Number of the active version, and nothing else. */
  activeNumber(): Promise<number | undefined>
  get(number: number): Promise<PolicyVersion | undefined>
  /** The one before it among those that were in force. */
  before(number: number): Promise<PolicyVersion | undefined>
  proposed(): Promise<PolicyVersion[]>
  /** Newest first, without those that are active or proposed. */
  history(query: PageQuery): Promise<Page<PolicyVersion>>
  /** Answers it with its number. */
  insert(version: NewPolicyVersion): Promise<PolicyVersion>
  /** Stores a new state, and with it who decided. */
  settle(version: PolicyVersion): Promise<void>
  /** Whether another process than the holder runs the engine now. */
  ledByOther(holder: string): Promise<boolean>
}

/** Whether nobody can approve a proposal any more, at a time. */
export const isExpired = ({ expiresAt }: Pick<PolicyVersion, 'expiresAt'>, now: Date): boolean =>
  expiresAt !== undefined && now.getTime() >= Date.parse(expiresAt)
