import type { JsonPatch } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { noteOf, noteOps, type NotedMatches } from '../matches-note'
import { backendTests, inRule } from './rule-context'
import type { GatewayRoute, RouteRule } from './schema'

/** A rule to be placed right before the one that it shadows. */
export interface Insertion {
  shadowed: RouteRule
  rule: JsonObject
}

/** Everything of the shadowed rule but its name, its mirrors and where it sends; matches and backend are the new rule's own. */
export function shadowingRule(
  { raw, filters }: RouteRule,
  own: { name?: string; matches: readonly JsonObject[]; backendRef: JsonObject },
): JsonObject {
  const { name: _name, matches: _matches, backendRefs: _backendRefs, filters: _filters, ...rest } = raw
  const kept = filters.filter(({ type }) => type !== 'RequestMirror')
  return {
    ...rest,
    ...(own.name === undefined ? {} : { name: own.name }),
    matches: own.matches,
    ...(kept.length === 0 ? {} : { filters: kept }),
    backendRefs: [own.backendRef],
  }
}

/** Inserts rules, and notes on the object which match moves have made rules. */
export function insertRulesPatch(
  { object }: GatewayRoute,
  insertions: readonly Insertion[],
  made: NotedMatches,
): JsonPatch {
  const { tests, changes } = noteOps(object, noteOf(made))
  return [
    ...insertions.flatMap(({ shadowed }) => identityTests(shadowed)),
    ...tests,
    ...changes,
    // From the end, so that the places before stay where they are.
    ...insertions
      .toSorted((a, b) => b.shadowed.index - a.shadowed.index)
      .map(({ shadowed, rule }) => ({ op: 'add' as const, path: inRule(shadowed), value: rule })),
  ]
}

/** Takes rules away that a match move made. */
export function removeRulesPatch(
  { object }: GatewayRoute,
  rules: readonly RouteRule[],
  made: NotedMatches,
): JsonPatch {
  const { tests, changes } = noteOps(object, noteOf(made))
  return [
    ...rules.map((rule) => ({ op: 'test' as const, path: inRule(rule), value: rule.raw })),
    ...tests,
    ...changes,
    ...rules
      .toSorted((a, b) => b.index - a.index)
      .map(({ index }) => ({ op: 'remove' as const, path: pointerTo('spec', 'rules', index) })),
  ]
}

/** Tests that the shadowed rule is still in its place: by its matches, or by its backends where it has none. */
function identityTests(rule: RouteRule): JsonPatch {
  const { matches } = rule.raw
  if (matches === undefined) return backendTests(rule)
  return [{ op: 'test', path: inRule(rule, 'matches'), value: matches }]
}
