import { mainRule } from '../traffic/main-rule'
import type { Route } from '../traffic/model'

/** Percent by version of the rule that most requests take. */
export function desiredShares(routes: readonly Route[]): Map<string, number> {
  const rule = mainRule(routes)
  const shares = new Map<string, number>()
  for (const { version, percent } of rule?.destinations ?? [])
    if (version !== undefined) shares.set(version, (shares.get(version) ?? 0) + percent)
  return shares
}

/** Percent that is mirrored, by version; the largest of several rules. */
export function mirroredShares(routes: readonly Route[]): Map<string, number> {
  const shares = new Map<string, number>()
  for (const { to, percent } of routes.flatMap(({ rules }) => rules).flatMap(({ mirrors }) => mirrors))
    shares.set(to, Math.max(shares.get(to) ?? 0, percent))
  return shares
}
