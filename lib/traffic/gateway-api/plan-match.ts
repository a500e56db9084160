import { DomainError } from '@/lib/domain/errors'
import type { MatchCondition, Move } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { arrayOf, objectOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { unsupportedMove } from '@/lib/domain/traffic/unsupported-move'
import { patchWrite } from '../planned-writes'
import { madeRuleName, matchNameProblem } from '../match-name'
import { notedMatches } from '../matches-note'
import { backendOfVersion } from './add-version-patch'
import { takesPatterns } from './capabilities'
import { insertRulesPatch, removeRulesPatch, shadowingRule, type Insertion } from './match-patch'
import { hashOfMatches } from './matches'
import { mergeMatch } from './merge-match'
import { ownBackends, ruleContext, type RouteContext, type RuleContext } from './rule-context'
import type { RouteRule } from './schema'
import { requireVersion } from '../require-version'

type SetMatch = Extract<Move, { kind: 'set-match' }>

/** Limits of the Gateway API's CRDs, v1.4. */
const MOST_RULES = 16
const MOST_MATCHES = 128

/**
 * Sends chosen requests to one version, by a rule of its own before each rule that sends to the service. Throws
 * `unsupported` for conditions that the route can't have, `invalid` for names and rules that are there already or too
 * many, `missing-destination` where the version has no Service yet.
 */
export function planSetMatch(context: RouteContext, move: SetMatch): PlannedWrite[] {
  const { route, view, service, capabilities } = context
  if (capabilities.match === false) throw unsupportedMove('gateway-api', capabilities, move)
  const problem = matchNameProblem(move.name)
  if (problem !== undefined) throw invalid('name', problem)
  if (move.when.length === 0) throw invalid('when', 'must have at least one condition')
  refuseUnlisted(context, capabilities.match, move.when)
  requireVersion(view, service, move.to, 'to')
  const made = notedMatches(route.object)
  const insertions = insertionsFor(context, move)
  const hashes = insertions.map(({ rule }) => hashOfMatches(route.kind, rule.matches))
  if (made.has(move.name) && isSame(context, move, hashes)) return []
  refuseTaken(context, move, hashes)
  refuseTooMany(route.rules, insertions)
  return patchWrite(route.object, insertRulesPatch(route, insertions, new Map(made).set(move.name, hashes)))
}

/** Conditions that have a form in the API, but not for this kind of route or not in its parents' classes. */
function refuseUnlisted(
  { route }: RouteContext,
  kinds: readonly string[],
  when: readonly MatchCondition[],
): void {
  const lacking = when.find(({ kind }) => (kind === 'query' || kind === 'method') && !kinds.includes(kind))
  if (lacking === undefined) return
  const words =
    route.kind === 'GRPCRoute'
      ? `A GRPCRoute has no match on ${lacking.kind}.`
      : `The class of this route's Gateway does not list matches on ${lacking.kind} among its features.`
  throw new DomainError('unsupported', words)
}

/** Removes every rule of the match move that made this one. Throws `unsupported` for rules that none made. */
export function planRemoveMatch(context: RouteContext, id: string): PlannedWrite[] {
  const { rule } = ruleContext(context, id)
  const { madeBy } = rule
  if (madeBy === undefined) {
    throw new DomainError(
      'unsupported',
      'This rule was not made by a match move of Aviary, and is left alone.',
    )
  }
  const { route, rules } = context
  const gone = route.rules.filter(({ index }) => rules[index]?.madeBy === madeBy)
  const made = new Map(notedMatches(route.object))
  made.delete(madeBy)
  return patchWrite(route.object, removeRulesPatch(route, gone, made))
}

function insertionsFor(context: RouteContext, move: SetMatch): Insertion[] {
  const { route, view, service } = context
  const shadowed = route.rules.filter((rule) => {
    const shown = context.rules[rule.index]
    const concerned = shown?.madeBy === undefined && shown?.redirect !== true
    return concerned && ownBackends(context, rule).length > 0
  })
  if (shadowed.length === 0) {
    throw new DomainError('unsupported', `No rule of this route sends to ${service.name}.`)
  }
  const dialect = { patterns: takesPatterns(view, route) }
  const named = route.rules.some(({ name }) => name !== undefined)
  const merged = shadowed.map((rule) => {
    const written = arrayOf(rule.raw.matches)
    const alternatives = (written.length === 0 ? [{}] : [...written]).map(objectOf)
    return {
      rule,
      matches: alternatives.flatMap((match): JsonObject[] => {
        const both = mergeMatch(match, move.when, dialect)
        return both === undefined ? [] : [both]
      }),
    }
  })
  const possible = merged.filter(({ matches }) => matches.length > 0)
  if (possible.length === 0)
    throw invalid('when', 'contradicts every rule of the route: no request could match')
  return possible.map(({ rule, matches }, index) => ({
    shadowed: rule,
    rule: shadowingRule(rule, {
      ...(named ? { name: madeRuleName(move.name, index + 1) } : {}),
      matches,
      backendRef: backendFor(contextOf(context, rule), move.to),
    }),
  }))
}

function contextOf(context: RouteContext, written: RouteRule): RuleContext {
  return ruleContext(context, context.rules[written.index]?.id ?? '')
}

function backendFor(context: RuleContext, version: string): JsonObject {
  const { rule, written } = context
  const backend =
    written.backends[rule.destinations.findIndex((destination) => destination.version === version)]
  if (backend !== undefined) {
    const { weight: _weight, ...rest } = backend.raw
    return rest
  }
  return backendOfVersion(context, version)
}

/** The same move made before: rules with these matches, all to that version. */
function isSame({ rules, route }: RouteContext, move: SetMatch, hashes: readonly string[]): boolean {
  const before = notedMatches(route.object).get(move.name) ?? []
  const own = rules.filter(({ madeBy }) => madeBy === move.name)
  return (
    before.length === hashes.length &&
    before.every((hash, index) => hash === hashes[index]) &&
    own.length === hashes.length &&
    own.every(({ destinations }) => destinations.every(({ version }) => version === move.to))
  )
}

function refuseTaken({ route, rules }: RouteContext, { name }: SetMatch, hashes: readonly string[]): void {
  const taken = rules.some((rule) => rule.madeBy === name || rule.name === name)
  if (taken) throw invalid('name', `is the name of a rule that is there already; remove that match first`)
  const equal = route.rules.find(({ raw }) => hashes.includes(hashOfMatches(route.kind, raw.matches)))
  if (equal === undefined) return
  const words = equal.name ?? rules[equal.index]?.id ?? ''
  throw invalid('when', `asks for what the rule ${words} matches already`)
}

function refuseTooMany(rules: readonly RouteRule[], insertions: readonly Insertion[]): void {
  const count = rules.length + insertions.length
  if (count > MOST_RULES) {
    throw new DomainError(
      'invalid',
      `A route of the Gateway API has at most ${MOST_RULES} rules; this would make it ${count}.`,
    )
  }
  const all = [...rules.map(({ raw }) => raw), ...insertions.map(({ rule }) => rule)]
  const matches = all.reduce((sum, rule) => sum + arrayOf(rule.matches).length, 0)
  if (matches <= MOST_MATCHES) return
  throw new DomainError(
    'invalid',
    `A route of the Gateway API has at most ${MOST_MATCHES} matches; this would make it ${matches}.`,
  )
}

function invalid(path: string, message: string): DomainError {
  return new DomainError('invalid', `The match's ${path} ${message}.`, { fields: [{ path, message }] })
}
