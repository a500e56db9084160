import { notedMatches } from '../matches-note'
import type { IngressRoute, IngressRule } from './schema'

/** The rules that match moves made, by the name of the move. They have no names: the note holds their texts. */
export function madeMatches({ object, rules }: IngressRoute): ReadonlyMap<IngressRule, string> {
  const made = new Map<IngressRule, string>()
  for (const [name, texts] of notedMatches(object)) {
    for (const text of texts) {
      // Two rules of one text share a router in Traefik; only one of them can be the move's.
      const rule = rules.findLast(({ match }) => match === text)
      if (rule !== undefined && !made.has(rule)) made.set(rule, name)
    }
  }
  return made
}
