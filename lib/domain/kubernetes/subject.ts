import type { Viewer } from '../access/viewer'

/** Somebody as Kubernetes knows them: what RBAC's bindings name. */
export interface KubernetesSubject {
  user: string
  groups: string[]
}

/** How people of the identity provider are called in Kubernetes, as the API server's own OIDC flags say it. */
export interface SubjectNames {
  /** The claim that names a user; `sub` is the viewer's subject. */
  userClaim: string
  userPrefix: string
  groupsPrefix: string
}

/** Names that Kubernetes or Aviary gives out itself; a claim that says one of them names nobody. */
const reserved = /^(system|aviary):/

const tokenUsers = 'aviary:token:'

/** Whether it is an API token; no claim can give a person such a name. */
export const isTokenUser = ({ user }: KubernetesSubject): boolean => user.startsWith(tokenUsers)

/**
 * The viewer in Kubernetes' words; undefined for the engine and for people whose session does not know the claim. A
 * token is a user of its own, without groups.
 */
export function subjectOf(viewer: Viewer, names: SubjectNames): KubernetesSubject | undefined {
  if (viewer.via === 'engine') return undefined
  if (viewer.via === 'token') return { user: `${tokenUsers}${viewer.credentialId}`, groups: [] }
  const claimed = names.userClaim === 'sub' ? viewer.subject : viewer.username
  if (claimed === undefined || claimed === '') return undefined
  const user = `${names.userPrefix}${claimed}`
  if (reserved.test(user)) return undefined
  return { user, groups: groupsOf(viewer.groups, names) }
}

/** The groups of a person in Kubernetes' words, without those whose names it gives out itself. */
export function groupsOf(
  groups: readonly string[],
  { groupsPrefix }: Pick<SubjectNames, 'groupsPrefix'>,
): string[] {
  return groups.map((group) => `${groupsPrefix}${group}`).filter((group) => !reserved.test(group))
}
