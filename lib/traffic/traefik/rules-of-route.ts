import { destinationKeys, placeKey } from '@/lib/domain/traffic/destination-key'
import type { Destination, Mirror, Rule } from '@/lib/domain/traffic/model'
import { percentOf, totalOf } from '@/lib/domain/traffic/split'
import { stringOf } from '@/lib/domain/traffic/untyped'
import { conditionsOf } from './conditions'
import { identityOf, type VersionResolver } from './destination-version'
import { madeMatches } from './made-matches'
import { precedenceOf } from './priority'
import type { IndexedRoute, IndexedRule } from './route-index'
import { hasCircle, type Branch } from './service-tree'
import { wayTo, type Way } from './way'

/** What an only destination gets. */
const EVERYTHING = 100

const CIRCLE =
  'One of its TraefikServices leads to itself: Traefik refuses to run that, and so does not run this rule.'

/** A rule that sends to the service: as written, the way to its traffic, and as shown. */
export interface RoutedRule {
  indexed: IndexedRule
  way: Way
  rule: Rule
}

/** The rules of an IngressRoute that send live requests to a service of this namespace, in their order. */
export function rulesOfRoute(
  { ingressRoute, rules }: IndexedRoute,
  home: string,
  resolver: VersionResolver,
): RoutedRule[] {
  const made = madeMatches(ingressRoute)
  return rules.flatMap((indexed): RoutedRule[] => {
    const { written, tree } = indexed
    if (tree === undefined) return []
    const way = wayTo(tree, (entry) => resolver.isBacking(entry))
    if (way === undefined) return []
    const destinations = destinationsOf(way, home, resolver)
    const madeBy = made.get(written)
    const rule: Rule = {
      id: indexed.id,
      match: conditionsOf(written.match, stringOf(written.raw.syntax)),
      total: totalOf(destinations),
      destinations,
      mirrors: mirrorsOf(way, home, resolver),
      ...(way.sticky.length === 0 ? {} : { sticky: way.sticky.join('; ') }),
      ...(hasCircle(tree) ? { fixed: CIRCLE } : {}),
      ...(madeBy === undefined ? {} : { madeBy }),
      precedence: precedenceOf(written),
    }
    return [{ indexed, way, rule }]
  })
}

function destinationsOf({ split, leaf }: Way, home: string, resolver: VersionResolver): Destination[] {
  const branches = split?.children ?? (leaf === undefined ? [] : [leaf])
  const weights = branches.map(({ entry }) => (split === undefined ? EVERYTHING : entry.weight))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const identities = branches.map((branch) => identityOf(branch, resolver, home))
  const keys = destinationKeys(identities)
  return identities.map((identity, index) => {
    const weight = weights[index] ?? 0
    const { version, host, port } = identity
    return {
      key: keys[index] ?? '',
      ...(version === undefined ? {} : { version }),
      host,
      ...(port === undefined ? {} : { port }),
      weight,
      percent: percentOf(weight, total),
    }
  })
}

function mirrorsOf({ mirrorings }: Way, home: string, resolver: VersionResolver): Mirror[] {
  return mirrorings.flatMap(({ mirroring }) =>
    mirroring.mirrors.map((mirror) => ({ to: mirrorKey(mirror, home, resolver), percent: mirror.percent })),
  )
}

/** What a mirror's target is called: its version, or its place where it has none. */
export function mirrorKey(mirror: Branch, home: string, resolver: VersionResolver): string {
  const identity = identityOf(mirror, resolver, home)
  return identity.version ?? placeKey(identity)
}
