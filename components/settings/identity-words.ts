import type { IdentityMode } from '@/lib/domain/kubernetes/identity'

const words: Record<IdentityMode, { title: string; meaning: string }> = {
  'service-account': {
    title: "Aviary's own service account",
    meaning:
      'The default. Every read and write in the cluster is done as Aviary, whoever asks. What a person may do is decided by the access policy here, not by the RBAC of the cluster; who it was stands in the audit log, and the operation on the object itself.',
  },
  sar: {
    title: "Aviary's own service account, after asking about the person",
    meaning:
      "Reads and writes are done as Aviary. Just before it writes, the cluster is asked by SubjectAccessReviews whether the person, or the token, may make every one of these writes under the cluster's own RBAC; a no is a denial here. For the steps of a release it is asked about whoever started it.",
  },
  impersonate: {
    title: 'Two fixed virtual users',
    meaning:
      "Reads are done as Aviary, which may write nothing itself. Writes are made by impersonation: as aviary:operator where something is only lowered or stopped, as aviary:manager otherwise. The person stands in the extras of each entry of the cluster's own audit log.",
  },
}

/** \`KUBERNETES_IDENTITY\` in words: as whom Aviary reads and writes in the cluster. */
export const identityWords = (mode: IdentityMode): { title: string; meaning: string } => words[mode]
