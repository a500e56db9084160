import { DomainError } from '@/lib/domain/errors'
import type { JsonPatch } from '@/lib/domain/kube'
import type { MatchCondition } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { sameJson } from '@/lib/domain/traffic/revision'
import { stringOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { patchWrite } from '../planned-writes'
import { matchNameProblem } from '../match-name'
import { notedMatches, noteOf, noteOps } from '../matches-note'
import { copyFor } from './entries'
import { madeMatches } from './made-matches'
import { matchText } from './match-text'
import { parseRule } from './parse-rule'
import { priorityAbove } from './priority'
import { requireMovable, type RouteContext, type RuleContext } from './rule-context'
import type { RoutedRule } from './rules-of-route'
import type { IngressRule } from './schema'
import { versionEntry } from './version-entry'

/**
 * A rule of its own for chosen requests: for each rule that sends to the service one more, with its conditions and the
 * asked ones, its middlewares and all else, tried before it. Throws `invalid` for what Traefik can't ask,
 * `missing-destination` for a version without a Service, `blocked` where there is no room for its priority.
 */
export function planSetMatch(
  context: RouteContext,
  name: string,
  to: string,
  when: readonly MatchCondition[],
): PlannedWrite[] {
  const problem = matchNameProblem(name)
  if (problem !== undefined) throw invalid('name', problem)
  const asked = matchText(when)
  const { ingressRoute } = context.route
  const { object } = ingressRoute
  // Of several rules with one text Traefik runs the last.
  const byText = new Map(
    context.rules
      .filter(({ rule }) => rule.madeBy === undefined)
      .map((routed) => {
        requireMovable(routed)
        return [matchOf(routed.indexed.written, asked), routed] as const
      }),
  )
  const [texts, shadowed] = [[...byText.keys()], [...byText.values()]]
  const made = context.rules.filter(({ rule }) => rule.madeBy === name)
  if (made.length > 0) {
    const same = sameJson(made.map(({ indexed }) => indexed.written.match).sort(), texts.toSorted())
    if (same && made.every((routed) => sendsOnlyTo(routed, to))) return []
    throw invalid('name', 'is taken by another match; remove that first')
  }
  const clash = texts.find((text) => ingressRoute.rules.some(({ match }) => match === text))
  if (clash !== undefined) throw invalid('when', `makes a rule that is there already: ${clash}`)
  const used: number[] = []
  const added = shadowed.map((routed, index) => {
    const rule = newRule({ ...context, ...routed }, to, texts[index] ?? '', used)
    used.push(rule.priority)
    return rule
  })
  const noted = notedMatches(object)
  const { tests, changes } = noteOps(object, noteOf(new Map([...noted, [name, texts]])))
  return patchWrite(object, [
    ...shadowed.map(({ indexed }): JsonPatch[number] => ({
      op: 'test',
      path: `/spec/routes/${indexed.written.index}`,
      value: indexed.written.raw,
    })),
    ...tests,
    ...added.map((value): JsonPatch[number] => ({ op: 'add', path: '/spec/routes/-', value })),
    ...changes,
  ])
}

function matchOf({ match, raw }: IngressRule, asked: string): string {
  const syntax = stringOf(raw.syntax) ?? ''
  if (parseRule(match) === undefined || (syntax !== '' && syntax !== 'v3')) {
    throw new DomainError(
      'blocked',
      `The rule ${match.trim()} is not one of Traefik v3’s rules: nothing can be added to it.`,
    )
  }
  // A line's end before the bracket would end the rule.
  return `(${match.trim()}) && ${asked}`
}

function newRule(
  context: RuleContext,
  to: string,
  match: string,
  used: readonly number[],
): JsonObject & { priority: number } {
  const { view, route, indexed } = context
  const priority = priorityAbove(view, route.ingressRoute, indexed.written, match, used)
  return { ...indexed.written.raw, match, priority, services: [target(context, to)] }
}

/** The version's entry of the rule, or one like its siblings for the version's Service. */
function target(context: RuleContext, to: string): JsonObject {
  const { rule, way, route } = context
  const holder = route.ingressRoute.object
  const index = rule.destinations.findIndex(({ version }) => version === to)
  const branch = way.split?.children[index] ?? (index === 0 ? way.leaf : undefined)
  if (branch !== undefined) return copyFor(holder, branch.entry)
  return versionEntry(context, to, holder)
}

function sendsOnlyTo({ rule }: RoutedRule, to: string): boolean {
  return rule.destinations.every(({ version }) => version === to)
}

/** Removes every rule of the match move that made this one. Throws `unsupported` for rules that none made. */
export function planRemoveMatch(context: RuleContext): PlannedWrite[] {
  const { ingressRoute } = context.route
  const { object } = ingressRoute
  const name = context.rule.madeBy
  if (name === undefined) {
    throw new DomainError('unsupported', 'Aviary did not make this rule, so it does not remove it.')
  }
  const made = [...madeMatches(ingressRoute)].filter(([, by]) => by === name).map(([rule]) => rule)
  const noted = notedMatches(object)
  noted.delete(name)
  const { tests, changes } = noteOps(object, noteOf(noted))
  return patchWrite(object, [
    ...made.map((rule): JsonPatch[number] => ({
      op: 'test',
      path: `/spec/routes/${rule.index}`,
      value: rule.raw,
    })),
    ...tests,
    // From the end, so that the places before stay where they are.
    ...made
      .toSorted((a, b) => b.index - a.index)
      .map((rule): JsonPatch[number] => ({ op: 'remove', path: `/spec/routes/${rule.index}` })),
    ...changes,
  ])
}

function invalid(path: string, message: string): DomainError {
  return new DomainError('invalid', `${path} ${message}.`, { fields: [{ path, message }] })
}
