/** Why somebody's groups could not be taken from what the identity provider sent. */
export const groupsProblems = ['overage', 'too-many', 'not-names', 'bad-name'] as const
export type GroupsProblem = (typeof groupsProblems)[number]

const nothing = 'Aviary takes none of them, and grants you nothing through groups.'

const words: Record<GroupsProblem, string> = {
  overage: `Your identity provider sent too many groups to list them in the token, so ${nothing} Ask whoever keeps it to send only the groups assigned to Aviary, or app roles.`,
  'too-many': `Your identity provider sent more than 500 groups. ${nothing} Ask whoever keeps it to send only the groups that Aviary's policy names.`,
  'not-names': `Your identity provider sent groups that are not names. ${nothing} Ask whoever keeps Aviary to check OIDC_GROUPS_CLAIM.`,
  'bad-name': `Your identity provider sent a group whose name is empty, longer than 256 characters or holds control characters. ${nothing} Ask whoever keeps it to rename that group, or not to send it.`,
}

/** What to tell the person, with what to do. */
export const groupsProblemWords = (problem: GroupsProblem): string => words[problem]

/** The problem that a stored text names. */
export const groupsProblemOf = (text: string | undefined): GroupsProblem | undefined =>
  groupsProblems.find((known) => known === text)
