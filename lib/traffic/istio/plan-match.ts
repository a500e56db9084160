import { DomainError, type FieldProblem } from '@/lib/domain/errors'
import type { Move } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { sameJson } from '@/lib/domain/traffic/revision'
import { objectOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { unsupportedMove } from '@/lib/domain/traffic/unsupported-move'
import { patchWrite } from '../planned-writes'
import { madeRuleName, matchNameProblem } from '../match-name'
import { capabilitiesOf } from './capabilities'
import { gatewaysOf } from './delegation'
import { madeMatches } from './made-matches'
import { insertRulesPatch, matchRule, removeRulesPatch } from './match-patch'
import { matchProblems } from './match-problems'
import { narrowedMatches } from './match-request'
import { planDestinations } from './new-destination'
import { planUnused } from './remove-version-patch'
import { ownRules, routeEntry, type RouteContext, type RuleContext } from './rule-context'

type SetMatch = Extract<Move, { kind: 'set-match' }>

/**
 * Sends chosen requests to one version, by a rule above each http rule that sends to the service. Throws `invalid` for
 * names and conditions that can't be, `unsupported` for what Istio can't match here, `conflict` for another match's name.
 */
export function planSetMatch(context: RouteContext, move: SetMatch): PlannedWrite[] {
  const { virtualService } = context
  refuseProblems(move)
  refuseUnmatchable(context, move)
  const shadowed = ownRules(context).filter(({ written }) => written.section === 'http')
  const chosen = shadowed.flatMap((rule) => {
    const match = narrowedMatches(rule.written.match, move.when)
    return match.length === 0 ? [] : [{ rule, match }]
  })
  if (chosen.length === 0) {
    const message = 'can never hold together with what the rules of this route ask for'
    throw new DomainError('invalid', `These conditions ${message}.`, { fields: [{ path: 'when', message }] })
  }
  const { destinations, before } = destinationsFor(
    chosen.map(({ rule }) => rule),
    move.to,
  )
  const added = chosen.map(({ rule, match }, index) => ({
    shadowed: rule.written,
    rule: matchRule(
      rule.written,
      madeRuleName(move.name, index + 1),
      match,
      destinations[index] ?? {},
      placeOf(rule, move.to),
    ),
  }))
  if (alreadyMade(context, move.name, added)) return []
  refuseTaken(context, move.name, added.length)
  return [...before, ...patchWrite(virtualService.object, insertRulesPatch(virtualService, added))]
}

/** Takes all rules of a match move away. Throws `unsupported` for a rule that no match move made. */
export function planRemoveMatch(context: RuleContext): PlannedWrite[] {
  const { virtualService, written } = context
  const made = madeMatches(virtualService)
  const move = made.get(written)
  if (move === undefined) {
    throw new DomainError('unsupported', 'Aviary did not make this rule, so it does not remove it.')
  }
  const gone = virtualService.rules.filter((rule) => made.get(rule) === move)
  const removed = gone.flatMap(({ route }) => route.map(({ destination }) => destination))
  return [
    ...patchWrite(virtualService.object, removeRulesPatch(virtualService, gone)),
    ...planUnused(context, removed),
  ]
}

/** Where the rule has the version it is that destination as written, else a new one. */
function destinationsFor(rules: readonly RuleContext[], to: string): ReturnType<typeof planDestinations> {
  const lacking = rules.filter((rule) => placeOf(rule, to) < 0)
  const { destinations, before } = planDestinations(lacking, to, 'to')
  const found = rules.map((rule) => {
    const place = placeOf(rule, to)
    if (place < 0) return destinations[lacking.indexOf(rule)] ?? {}
    return objectOf(routeEntry(rule.written, place).destination)
  })
  return { destinations: found, before }
}

function placeOf({ rule }: RuleContext, version: string): number {
  return rule.destinations.findIndex((destination) => destination.version === version)
}

function refuseProblems({ name, when }: SetMatch): void {
  const problem = matchNameProblem(name)
  const named: FieldProblem[] = problem === undefined ? [] : [{ path: 'name', message: problem }]
  const fields = [...named, ...matchProblems(when)]
  if (fields.length === 0) return
  const words = fields.map(({ path, message }) => `${path} ${message}`).join('; ')
  throw new DomainError('invalid', `This match cannot be made: ${words}.`, { fields })
}

function refuseUnmatchable({ view, virtualService }: RouteContext, move: SetMatch): void {
  const capabilities = capabilitiesOf(virtualService, gatewaysOf(view, virtualService))
  const { match } = capabilities
  if (match !== false && move.when.every(({ kind }) => match.includes(kind))) return
  throw unsupportedMove('istio', capabilities, move)
}

/** The same move a second time changes nothing. */
function alreadyMade(
  { virtualService }: RouteContext,
  name: string,
  added: readonly { rule: JsonObject }[],
): boolean {
  const made = madeMatches(virtualService)
  const present = virtualService.rules.filter((rule) => made.get(rule) === name)
  return (
    present.length === added.length && present.every(({ raw }, index) => sameJson(raw, added[index]?.rule))
  )
}

function refuseTaken({ virtualService }: RouteContext, name: string, count: number): void {
  const made = madeMatches(virtualService)
  if ([...made.values()].includes(name)) {
    throw new DomainError(
      'conflict',
      `This route has a match ${name} already, of other requests. Remove it first.`,
    )
  }
  const wanted = new Set(Array.from({ length: count }, (_, index) => madeRuleName(name, index + 1)))
  const taken = virtualService.rules.find((rule) => rule.name !== undefined && wanted.has(rule.name))?.name
  if (taken === undefined) return
  const message = `is the name of a rule of this route already: ${taken}`
  throw new DomainError('invalid', `Name ${message}.`, { fields: [{ path: 'name', message }] })
}
