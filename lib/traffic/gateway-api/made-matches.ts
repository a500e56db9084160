import { moveOfRuleName } from '../match-name'
import { notedMatches } from '../matches-note'
import { hashOfMatches } from './matches'
import type { GatewayRoute } from './schema'

/**
 * The name of the match move that made each rule, by place; undefined for rules that none made. The note has the hashes
 * of their matches, and is kept beside the rules' names because CRDs older than v1.2 prune those.
 */
export function makersOf(route: GatewayRoute): (string | undefined)[] {
  const made = notedMatches(route.object)
  if (made.size === 0) return route.rules.map(() => undefined)
  const left = [...made].flatMap(([name, hashes]) => hashes.map((hash) => ({ name, hash })))
  return route.rules.map(({ name: ruleName, raw }) => {
    const hash = hashOfMatches(route.kind, raw.matches)
    const named = left.findIndex((each) => each.hash === hash && isOf(ruleName, each.name))
    // A rule of that match under another name is somebody else's; without names the match alone has to tell.
    const found = named >= 0 || ruleName !== undefined ? named : left.findIndex((each) => each.hash === hash)
    return found < 0 ? undefined : left.splice(found, 1)[0]?.name
  })
}

function isOf(ruleName: string | undefined, move: string): boolean {
  return ruleName !== undefined && moveOfRuleName(ruleName) === move
}
