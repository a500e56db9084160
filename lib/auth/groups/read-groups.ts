import { claimValue, isObject } from './claim-value'
import type { GroupsProblem } from './groups-problem'

/** What a token or userinfo says about somebody's groups. `none`: nothing at all; `refused`: nothing that counts. */
export type GroupsRead =
  { kind: 'listed'; groups: string[] } | { kind: 'none' } | { kind: 'refused'; problem: GroupsProblem }

export const mostGroups = 500
/** Characters. */
export const longestGroup = 256

/**
 * Reads the groups claim. Names keep their case and are brought to NFC; a text is one group (AD FS sends one so). What
 * is cut short counts as nothing: a missing group could be the one that a policy denies by.
 */
export function readGroups(claims: unknown, claim: string): GroupsRead {
  if (isOverage(claims, claim)) return { kind: 'refused', problem: 'overage' }
  const value = claimValue(claims, claim)
  if (value === undefined || value === null) return { kind: 'none' }
  const list: unknown[] = Array.isArray(value) ? value : [value]
  if (list.length > mostGroups) return { kind: 'refused', problem: 'too-many' }
  const groups = new Set<string>()
  for (const each of list) {
    if (typeof each !== 'string') return { kind: 'refused', problem: 'not-names' }
    if (each === '' || each.length > longestGroup || /[\p{Cc}\p{Cs}]/u.test(each))
      return { kind: 'refused', problem: 'bad-name' }
    groups.add(each.normalize('NFC'))
  }
  return { kind: 'listed', groups: [...groups] }
}

/**
 * Microsoft Entra ID leaves the groups out of a token for more than 200 of them and points at its Graph API by
 * `_claim_names` (or `hasgroups` in tokens of the implicit flow):
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference#groups-overage-claim
 */
function isOverage(claims: unknown, claim: string): boolean {
  if (!isObject(claims)) return false
  const elsewhere = claims['_claim_names']
  if (isObject(elsewhere) && Object.hasOwn(elsewhere, claim)) return true
  const { hasgroups } = claims
  return claim === 'groups' && (hasgroups === true || hasgroups === 'true')
}
