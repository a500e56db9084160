import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { furnish, istio } from '../support/data-planes'
import type { Playground } from '../support/playground'
import { playground } from '../support/playground'
import { roleBinding } from '../support/role-binding'
import type { Subject } from '../support/service'
import { kubectl } from '../support/target'
import { impersonatedWrites } from './identity-impersonate'
import type { IdentityCase, IdentityStage } from './identity-case'
import { askedWrites } from './identity-sar'
import type { FaultStack } from './stack'

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
