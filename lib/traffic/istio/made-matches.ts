import type { KubeObject } from '@/lib/domain/kube'
import { moveOfRuleName } from '../match-name'
import { MATCHES_ANNOTATION } from '../matches-note'
import type { VirtualService, WrittenRule } from './schema'

/** The rules that match moves made, by the name of the move. Whatever isn't named there, or not alone, is a user's. */
export function madeMatches({ object, rules }: VirtualService): ReadonlyMap<WrittenRule, string> {
  const noted = new Set(notedNames(object))
  const counts = new Map<string, number>()
  for (const { name } of rules) if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1)
  return new Map(
    rules.flatMap((rule): [WrittenRule, string][] => {
      const { name } = rule
      if (name === undefined || !noted.has(name) || counts.get(name) !== 1) return []
      return [[rule, moveOfRuleName(name) ?? name]]
    }),
  )
}

/** The note has the names of the rules, with commas between. */
function notedNames(object: KubeObject): string[] {
  const noted = object.metadata.annotations?.[MATCHES_ANNOTATION] ?? ''
  return noted.split(',').filter((name) => moveOfRuleName(name) !== undefined)
}
