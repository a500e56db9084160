import type { Verb } from '../access/verbs'
import { stopping } from '../access/verbs'
import type { Viewer } from '../access/viewer'
import type { Actor } from '../traffic/operation'

/** Another user that a request to Kubernetes is made as. */
export interface Impersonation {
  user: string
  group: string
  /** Who is behind it, for the cluster's audit log; never looked at by RBAC. */
  extra: Record<string, string>
}

/** The fixed users of KUBERNETES_IDENTITY=impersonate; deploy/rbac-impersonate.yaml says what they may do. */
const virtualUsers = { operator: 'aviary:operator', manager: 'aviary:manager' } as const
const virtualGroup = 'aviary:virtual'

/**
 * As whom a write is made: by the verb that allowed it, with the person in the extras. Behind a step of the engine it is
 * the release's starter.
 */
export function impersonationFor(
  viewer: Viewer,
  verb: Verb | undefined,
  starter: Actor | undefined,
): Impersonation {
  const { issuer, subject, name } = viewer.via === 'engine' ? (starter ?? viewer) : viewer
  return {
    user: verb !== undefined && stopping.includes(verb) ? virtualUsers.operator : virtualUsers.manager,
    group: virtualGroup,
    extra: {
      'aviary.dev/issuer': issuer,
      'aviary.dev/subject': subject,
      'aviary.dev/name': name,
      'aviary.dev/via': viewer.via,
    },
  }
}
