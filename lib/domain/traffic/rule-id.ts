import { hashOf } from './revision'

/** What tells one rule of a route from another: never its weights or its place. */
export interface RuleIdentity {
  name?: string | undefined
  /** http, tls, tcp, or the kind of a route that is one rule. */
  kind: string
  match: unknown
}

/** Longest id that the paths of the API take. */
const LONGEST_ID = 300
const HASH_PREFIX = 'r~'

/** True for text that can stand as an id in a path, API.md "Ids". */
export function isPathId(text: string): boolean {
  return /^[A-Za-z0-9._~-]+$/.test(text) && text !== '.' && text !== '..' && text.length <= LONGEST_ID
}

/**
 * Ids of a route's rules, API.md "Ids": the name where it is unique and fits a path, else a hash of kind and match.
 * Equals are numbered from the last one up, so that an insertion above changes none of those below.
 */
export function ruleIds(rules: readonly RuleIdentity[]): string[] {
  const named = new Map<string, number>()
  for (const { name } of rules) if (name !== undefined) named.set(name, (named.get(name) ?? 0) + 1)
  const equals = new Map<string, number>()
  const ids: string[] = []
  for (const rule of rules.toReversed()) {
    const { name } = rule
    // A name that looks like one of our hashes could be somebody else's id.
    if (name !== undefined && named.get(name) === 1 && isPathId(name) && !name.startsWith(HASH_PREFIX)) {
      ids.unshift(name)
      continue
    }
    const hash = hashOf([rule.kind, rule.match ?? []], 16)
    const ordinal = equals.get(hash) ?? 0
    equals.set(hash, ordinal + 1)
    ids.unshift(ordinal === 0 ? `${HASH_PREFIX}${hash}` : `${HASH_PREFIX}${hash}~${ordinal}`)
  }
  return ids
}
