/** What an operator lays down for all releases: the part `releases` of the policy file. */
export interface ReleaseRules {
  freezes: Freeze[]
  /** Releases go on only inside these hours; none means always. */
  hours: BusinessHours[]
  limits: { live?: number; livePerNamespace?: number }
  /** How many people must approve before a release starts, by scope; the largest that fits counts. */
  approvals: { count: number; expiresSeconds: number; scope: RuleScope }[]
}

/** A `*` means any run of characters. */
export interface RuleScope {
  cluster: string
  namespace: string
  service: string
}

export interface Freeze {
  name: string
  /** RFC 3339. */
  from: string
  to: string
  scope: RuleScope
}

/** In `zone` (IANA), on `days` (1 Monday – 7 Sunday), from `from` to `to` as `HH:MM`. */
export interface BusinessHours {
  name: string
  zone: string
  days: number[]
  from: string
  to: string
  scope: RuleScope
}

export const noReleaseRules: ReleaseRules = { freezes: [], hours: [], limits: {}, approvals: [] }
