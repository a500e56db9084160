/** `KUBERNETES_IDENTITY` in words: as whom Aviary reads and writes in the cluster. */
export function identityWords(mode: 'service-account'): { title: string; meaning: string } {
  return {
    'service-account': {
      title: "Aviary's own service account",
      meaning:
        'Every read and write in the cluster is done as Aviary, whoever asks. What a person may do is decided by the access policy here, not by the RBAC of the cluster; who it was stands in the audit log, and the operation on the object itself.',
    },
  }[mode]
}
