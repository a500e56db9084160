import type { Viewer } from '../access/viewer'
import type { ObjectRef } from '../kube'
import type { PlannedWrite } from '../traffic/operation'
import type { KubernetesSubject } from './subject'

export const identityModes = ['service-account', 'sar', 'impersonate'] as const
export type IdentityMode = (typeof identityModes)[number]

/** One write as Kubernetes' authorizers are asked about it. */
export interface AskedWrite {
  verb: PlannedWrite['verb']
  object: ObjectRef
}

/** What they said. */
export interface Review {
  allowed: boolean
  reason?: string
}

/** In whose name Aviary writes to its clusters, and who is asked before it. */
export type KubernetesIdentity =
  | { mode: 'service-account' }
  | { mode: 'impersonate' }
  | {
      mode: 'sar'
      subjectOf(viewer: Viewer): KubernetesSubject | undefined
      /** Groups of the identity provider as Kubernetes calls them. */
      groupsOf(groups: readonly string[]): string[]
      /** Asks the cluster's own authorizers. Throws `cluster-unavailable`, `cluster-busy`, `cluster-refused`. */
      review(cluster: string, subject: KubernetesSubject, write: AskedWrite): Promise<Review>
    }
