import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { furnish, istio } from '../support/data-planes'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import type { RbacSubject } from '../support/role-binding'
import { roleBinding } from '../support/role-binding'
import type { Subject } from '../support/service'
import { kubectl } from '../support/target'
import { impersonatedWrites } from './identity-impersonate'
import { askedWrites } from './identity-sar'
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

/** Who may write to Kubernetes, and in whose name: the same on the sandbox and on the real control plane. */
export function identityContract(stage: IdentityStage): void {
  let stack: FaultStack
  let place: Playground
  let web: Subject

  beforeAll(async () => {
    stack = await stage.start({ KUBERNETES_IDENTITY: 'sar', KUBERNETES_GROUPS_PREFIX: 'idp:' })
  }, 300_000)
  afterAll(() => stack.stop())

  beforeEach(async () => {
    place = await playground('identity')
    web = await furnish(istio, place.namespace)
  }, 120_000)
  afterEach(() => place.remove())

  const on: IdentityCase = {
    stage,
    get stack() {
      return stack
    },
    get place() {
      return place
    },
    get web() {
      return web
    },
    bind: (name, ...subjects) => place.apply(roleBinding(place.namespace, name, 'aviary-moves', subjects)),
    unbind: (name) => kubectl('delete', 'rolebinding', name, '-n', place.namespace),
    writes: () => stage.writes(stack, place.namespace),
  }
  askedWrites(on)
  impersonatedWrites(on)
}
