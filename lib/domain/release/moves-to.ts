import { DomainError } from '../errors'
import type { Move, Route, Rule } from '../traffic/model'
import type { Placement } from './placement'
import { hasWeights, releaseWeights } from './weights'

export interface RouteRule {
  route: Route
  rule: Rule
}

/** A move of one route that a placement still needs. */
export interface NeededMove {
  route: string
  move: Move
}

/**
 * The moves that bring the rules of a release to a placement, in an order in which no request is sent where nothing
 * answers; empty when they are there. Throws `missing-destination`, `unsupported`, `unattainable`.
 */
export function movesTo(
  rules: readonly RouteRule[],
  { from, to }: { from: string; to: string },
  placement: Placement,
): NeededMove[] {
  const routes = [...new Map(rules.map(({ route }) => [route.id, route])).values()]
  const { mirror, weight } = placement
  const mirroring = rules.flatMap((entry) => (mirror === undefined ? [] : mirrorMove(entry, to, mirror)))
  return [
    ...routes.flatMap((route) => matchMoves(route, placement, to, true)),
    ...mirroring.filter(({ move }) => move.kind === 'set-mirror'),
    ...rules.flatMap((entry) =>
      weight === undefined ? [] : weightMove(entry, { from, to }, placement, weight),
    ),
    ...mirroring.filter(({ move }) => move.kind !== 'set-mirror'),
    ...routes.flatMap((route) => matchMoves(route, placement, to, false)),
  ]
}

function weightMove(
  { route, rule }: RouteRule,
  { from, to }: { from: string; to: string },
  placement: Placement,
  weight: number,
): NeededMove[] {
  if (route.capabilities.weights && rule.fixed === undefined) {
    const weights = releaseWeights(rule, from, to, weight)
    if (weights === undefined) {
      // A rule that never had the canary has nothing to take back.
      if (weight === 0) return []
      throw new DomainError('missing-destination', `The rule ${rule.name ?? rule.id} lacks ${from} or ${to}.`)
    }
    if (hasWeights(rule, weights)) return []
    return [{ route: route.id, move: { kind: 'set-weights', rule: rule.id, weights } }]
  }
  if (!route.capabilities.cutOver || (weight !== 0 && weight !== 100))
    throw new DomainError(
      'unsupported',
      rule.fixed ?? `The weights of ${route.kind} ${route.name} cannot be moved.`,
    )
  const side = weight === 100 ? to : from
  const there = rule.destinations.every(({ version, percent }) => version === side || percent === 0)
  const nowhere = weight === 0 && !placement.cutOver
  return there || nowhere ? [] : [{ route: route.id, move: { kind: 'cut-over', to: side } }]
}

function mirrorMove({ route, rule }: RouteRule, to: string, percent: number): NeededMove[] {
  const now = rule.mirrors.find((mirror) => mirror.to === to)?.percent ?? 0
  if (now === percent) return []
  return [
    percent === 0
      ? { route: route.id, move: { kind: 'remove-mirror', rule: rule.id, to } }
      : { route: route.id, move: { kind: 'set-mirror', rule: rule.id, to, percent } },
  ]
}

/** Matches are made once and taken away once; their conditions are not compared with what somebody made of them. */
function matchMoves(route: Route, placement: Placement, to: string, present: boolean): NeededMove[] {
  return placement.matches
    .filter((match) => match.present === present)
    .flatMap(({ name, when }): NeededMove[] => {
      const made = route.rules.find(({ madeBy }) => madeBy === name)
      if (present) return made ? [] : [{ route: route.id, move: { kind: 'set-match', name, to, when } }]
      return made ? [{ route: route.id, move: { kind: 'remove-match', rule: made.id } }] : []
    })
}
