/** The metadata of any object, as far as traffic depends on it. */
export interface Meta {
  name: string
  namespace?: string
  creationTimestamp?: string
  deletionTimestamp?: string
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: { kind: string; name: string }[]
}
