import { utf8ToBytes } from '@noble/hashes/utils.js'
import { DomainError } from '@/lib/domain/errors'
import type { ClusterView } from '@/lib/domain/kube'
import { conditionsOf, mayBothMatch } from './conditions'
import { madeMatches } from './made-matches'
import { allRoutes, keyOf, type IndexedRoute } from './route-index'
import type { IngressRoute, IngressRule } from './schema'

/** How far above the rule that it shadows a new rule is put, where nothing stands between. */
const STEP = 1000

/** Traefik's order of rules: the highest first; without a priority of its own a rule has its length in bytes. */
function priorityOf({ priority, match }: Pick<IngressRule, 'priority' | 'match'>): number {
  return priority ?? utf8ToBytes(match).length
}

/** Why a rule is tried where it is, in words. */
export function precedenceOf(rule: IngressRule): string {
  const value = priorityOf(rule)
  return rule.priority === undefined
    ? `Priority ${value}, the length of its rule; higher ones are tried first.`
    : `Priority ${value}, as it says itself; higher ones are tried first.`
}

/**
 * A priority for a rule that takes some requests from `shadowed`: above it, below every rule that is tried before it
 * now and could match the same requests. Throws `blocked` where no number is left between.
 */
export function priorityAbove(
  view: ClusterView,
  ingressRoute: IngressRoute,
  shadowed: IngressRule,
  match: string,
  used: readonly number[] = [],
): number {
  const base = priorityOf(shadowed)
  if (!Number.isSafeInteger(base + 2 * STEP)) {
    throw new DomainError('blocked', `The priority ${base} leaves no number above it.`)
  }
  const wanted = conditionsOf(match)
  const taken = new Set(used)
  let ceiling = base + 2 * STEP
  for (const { ingressRoute: other, rules } of allRoutes(view).filter(sharingEntryPoints(ingressRoute))) {
    const made = madeMatches(other)
    for (const { written } of rules) {
      const value = priorityOf(written)
      if (value <= base || !mayBothMatch(conditionsOf(written.match), wanted)) continue
      // Rules made by earlier moves give way to a newer one.
      if (made.has(written) && keyOf(other) === keyOf(ingressRoute)) taken.add(value)
      else ceiling = Math.min(ceiling, value)
    }
  }
  const value = freeNumber(base, Math.min(base + STEP, ceiling - 1), ceiling, taken)
  if (value !== undefined) return value
  throw new DomainError(
    'blocked',
    `Between the priority ${base} of this rule and ${ceiling} of the one tried before it there is no room for another. Set their priorities further apart first.`,
  )
}

function freeNumber(
  base: number,
  start: number,
  ceiling: number,
  taken: ReadonlySet<number>,
): number | undefined {
  for (let value = start; value < ceiling; value++) if (value > base && !taken.has(value)) return value
  for (let value = start; value > base; value--) if (!taken.has(value)) return value
  return undefined
}

function sharingEntryPoints({ entryPoints }: IngressRoute): (route: IndexedRoute) => boolean {
  return ({ ingressRoute: other }) =>
    entryPoints.length === 0 ||
    other.entryPoints.length === 0 ||
    other.entryPoints.some((name) => entryPoints.includes(name))
}
