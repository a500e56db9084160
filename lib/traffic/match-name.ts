/** Names of match moves are DNS labels of at most 40 characters. */
const MATCH_NAME = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/
/** By their beginning an admission policy of the cluster knows the rules that Aviary may add and remove. */
const RULE_NAME = /^aviary-([a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)(?:\.[1-9]\d*)?$/

/** What is wrong with the name of a match move, in words; undefined for a good one. */
export function matchNameProblem(name: string): string | undefined {
  return MATCH_NAME.test(name)
    ? undefined
    : 'must be lower case letters, digits and dashes, at most 40, as in DNS labels'
}

/** The name that the n-th rule of a match move gets, counted from 1: `aviary-beta`, `aviary-beta.2`, and so on. */
export function madeRuleName(move: string, ordinal: number): string {
  return ordinal === 1 ? `aviary-${move}` : `aviary-${move}.${ordinal}`
}

/** The match move that gives a rule this name; undefined for names that none gives. */
export function moveOfRuleName(rule: string): string | undefined {
  return RULE_NAME.exec(rule)?.[1]
}
