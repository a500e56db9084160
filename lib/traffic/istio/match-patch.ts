import type { JsonPatch, JsonPatchOp } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { noteOps } from '../matches-note'
import { madeMatches } from './made-matches'
import { inRule, routeEntry } from './rule-context'
import type { VirtualService, WrittenRule } from './schema'

/** What a rule for chosen requests has of its own; everything else it takes from the rule that it shadows. */
const OWN_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'match',
  'route',
  'mirror',
  'mirrorPercentage',
  'mirrorPercent',
  'mirror_percent',
  'mirrors',
  'delegate',
  'redirect',
  'directResponse',
])

/** The rule that sends chosen requests of another one to a destination alone. */
export function matchRule(
  shadowed: WrittenRule,
  name: string,
  match: readonly JsonObject[],
  destination: JsonObject,
  /** Place of that destination in the shadowed rule, whose headers it then keeps. */
  place: number,
): JsonObject {
  const { weight: _, ...entry } = place < 0 ? {} : routeEntry(shadowed, place)
  const inherited = Object.entries(shadowed.raw).filter(([field]) => !OWN_FIELDS.has(field))
  return Object.fromEntries([
    ['name', name],
    ['match', match],
    ...inherited,
    ['route', [{ ...entry, destination }]],
  ])
}

/** Puts rules directly above those that they shadow and notes that they are Aviary's. */
export function insertRulesPatch(
  virtualService: VirtualService,
  added: readonly { shadowed: WrittenRule; rule: JsonObject & { name?: unknown } }[],
): JsonPatch {
  const names = [...namesMade(virtualService), ...added.map(({ rule }) => String(rule.name))]
  const note = noteOps(virtualService.object, names.join(','))
  return [
    ...added.map(({ shadowed }) => testOf(shadowed)),
    ...note.tests,
    // From the last one up, so that the places above stay where they are.
    ...added.toReversed().map(({ shadowed, rule }): JsonPatchOp => ({
      op: 'add',
      path: pointerTo('spec', 'http', shadowed.index),
      value: rule,
    })),
    ...note.changes,
  ]
}

/** Takes rules away that match moves made. */
export function removeRulesPatch(virtualService: VirtualService, gone: readonly WrittenRule[]): JsonPatch {
  const left = namesMade(virtualService).filter((name) => !gone.some((rule) => rule.name === name))
  const note = noteOps(virtualService.object, left.length === 0 ? undefined : left.join(','))
  return [
    ...gone.map(testOf),
    ...note.tests,
    ...gone.toReversed().map((rule): JsonPatchOp => ({ op: 'remove', path: inRule(rule) })),
    ...note.changes,
  ]
}

function testOf(rule: WrittenRule): JsonPatchOp {
  return { op: 'test', path: inRule(rule), value: rule.raw }
}

function namesMade(virtualService: VirtualService): string[] {
  return [...madeMatches(virtualService).keys()].flatMap(({ name }) => name ?? [])
}
