/** One person of the try-it cluster. */
export interface Person {
  /** Sign-in name and OIDC subject. */
  name: string
  displayName: string
  role: string
  groups: string[]
}

/** One person a role; the groups are those which `sandbox/policy.yaml` binds to roles. */
export const people: readonly Person[] = [
  { name: 'vera', displayName: 'Vera Viewer', role: 'viewer', groups: ['aviary-viewers'] },
  { name: 'omar', displayName: 'Omar On-Call', role: 'on-call', groups: ['aviary-on-call'] },
  { name: 'rita', displayName: 'Rita Release', role: 'release-manager', groups: ['aviary-release-managers'] },
  { name: 'petra', displayName: 'Petra Approver', role: 'approver', groups: ['aviary-approvers'] },
  { name: 'aldo', displayName: 'Aldo Auditor', role: 'auditor', groups: ['aviary-auditors'] },
  { name: 'ada', displayName: 'Ada Admin', role: 'admin', groups: ['aviary-admins'] },
]
