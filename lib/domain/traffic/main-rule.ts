import type { MatchCondition, Route, Rule } from './model'

/**
 * The rule that most of a service's requests take, for one-line summaries: of a routing object before a plain Service,
 * one that takes everything before one that only narrows the place, never one that picks certain requests.
 */
export function mainRule(routes: readonly Route[]): Rule | undefined {
  const rules = [
    ...routes.filter(({ dataPlane }) => dataPlane !== 'kubernetes'),
    ...routes.filter(({ dataPlane }) => dataPlane === 'kubernetes'),
  ]
    .flatMap((route) => route.rules)
    .filter(({ destinations }) => destinations.length > 0)
  return (
    rules.find(takesEverything) ?? rules.find(onlyPlaces) ?? rules.find(({ madeBy }) => madeBy === undefined)
  )
}

function takesEverything({ match }: Rule): boolean {
  return match.length === 0 || match.some((conditions) => conditions.every(isRoot))
}

function isRoot({ kind, op, value }: MatchCondition): boolean {
  return kind === 'path' && op === 'prefix' && value === '/'
}

const places: ReadonlySet<MatchCondition['kind']> = new Set(['host', 'gateway', 'port', 'scheme', 'path'])

/** A match of hosts, ports and paths says where the service is, not which of its requests are meant. */
function onlyPlaces({ match, madeBy }: Rule): boolean {
  return madeBy === undefined && match.some((conditions) => conditions.every(({ kind }) => places.has(kind)))
}
