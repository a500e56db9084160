import type { Playground } from '../support/playground'
import type { RbacSubject } from '../support/role-binding'
import type { Subject } from '../support/service'
import type { FaultStack } from './stack'

/** A write that the cluster stored: as whom it was made, where that was not Aviary's own account. */
export interface StoredWrite {
  user?: string | undefined
  groups?: string[] | undefined
  extra?: Record<string, string> | undefined
}

/** A cluster with roles, and an Aviary that looks at it. */
export interface IdentityStage {
  /** Starts it with KUBERNETES_IDENTITY=sar and this more. */
  start(env: Record<string, string>): Promise<FaultStack>
  /** What KUBERNETES_IDENTITY=impersonate needs besides, in the environment. */
  virtual(): Promise<Record<string, string>>
  /** Takes the right to ask away from Aviary's account, and answers how it is given back. */
  forbidAsking?(): Promise<() => Promise<void>>
  /** Oldest first. */
  writes(stack: FaultStack, namespace: string): Promise<StoredWrite[]>
}

/** What the cases act on, anew for each. */
export interface IdentityCase {
  readonly stage: IdentityStage
  readonly stack: FaultStack
  readonly place: Playground
  readonly web: Subject
  /** Binds the ClusterRole `aviary-moves` in the namespace. */
  bind(name: string, ...subjects: RbacSubject[]): Promise<void>
  unbind(name: string): Promise<unknown>
  /** Of the namespace. */
  writes(): Promise<StoredWrite[]>
}
