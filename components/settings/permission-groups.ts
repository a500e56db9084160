import type { MeDto } from '@/lib/contracts/access'
import { verbs, type Verb } from '@/lib/domain/access/verbs'
import { scopeWords } from './scope-draft'

export interface PermissionGroup {
  scope: string
  /** In the order of API.md's matrix, each once. */
  verbs: Verb[]
}

/** Permissions by scope, the widest scope first. */
export function permissionGroups(permissions: MeDto['permissions']): PermissionGroup[] {
  const groups = new Map<string, { width: number; held: Set<Verb> }>()
  for (const { verb, scope } of permissions) {
    const words = scopeWords(scope)
    const width = Object.values(scope).filter((part) => part === '*').length
    const group = groups.get(words) ?? { width, held: new Set() }
    group.held.add(verb)
    groups.set(words, group)
  }
  return [...groups]
    .sort(([a, one], [b, other]) => other.width - one.width || a.localeCompare(b))
    .map(([scope, { held }]) => ({ scope, verbs: verbs.filter((verb) => held.has(verb)) }))
}

/** Verbs that one holds nowhere. */
export function missingVerbs(permissions: MeDto['permissions']): Verb[] {
  const held = new Set(permissions.map(({ verb }) => verb))
  return verbs.filter((verb) => !held.has(verb))
}
