/** The verbs of API.md's matrix. */
export const verbs = [
  'view',
  'weight.decrease',
  'weight.increase',
  'pause',
  'abort',
  'mirror.stop',
  'mirror.start',
  'match',
  'fault',
  'add-version',
  'scale',
  'cut-over',
  'release.create',
  'start',
  'resume',
  'promote',
  'promote.full',
  'override',
  'undo',
  'retire',
  'routes.create',
  'approve',
  'audit.read',
  'audit.export',
  'audit.verify',
  'policy.edit',
  'tokens.others',
] as const
export type Verb = (typeof verbs)[number]

export const roles = ['viewer', 'on-call', 'release-manager', 'approver', 'auditor', 'admin'] as const
export type Role = (typeof roles)[number]

const seeing: Verb[] = ['view']
/** What only lowers or stops something. */
export const stopping: readonly Verb[] = ['weight.decrease', 'pause', 'abort', 'mirror.stop']
const releasing: Verb[] = [
  'weight.increase',
  'mirror.start',
  'match',
  'fault',
  'add-version',
  'scale',
  'cut-over',
  'release.create',
  'start',
  'resume',
  'promote',
  'undo',
  'retire',
]
const auditing: Verb[] = ['audit.read', 'audit.export', 'audit.verify']

/** API.md's table of roles and verbs; `promote.full`, `override` and `routes.create` come only by policy or admin. */
export const roleVerbs: Record<Role, ReadonlySet<Verb>> = {
  viewer: new Set(seeing),
  'on-call': new Set([...seeing, ...stopping]),
  'release-manager': new Set([...seeing, ...stopping, ...releasing]),
  approver: new Set([...seeing, 'approve']),
  auditor: new Set([...seeing, ...auditing]),
  admin: new Set(verbs),
}

/** Whether a role holds a verb; what is no role or no verb holds and is nothing. */
export function roleHolds(role: string, verb: string): boolean {
  const held: ReadonlySet<string> | undefined = Object.hasOwn(roleVerbs, role)
    ? roleVerbs[role as Role]
    : undefined
  return isVerb(verb) && (held?.has(verb) ?? false)
}

/** Whether a text is one of the verbs. */
export const isVerb = (text: string): text is Verb => verbs.some((verb) => verb === text)
