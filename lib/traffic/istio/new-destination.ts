import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { findDestination, patternOf, spelledLike, type Pattern } from './destination-of-version'
import { canonicalHost } from './hosts'
import { planSubsets } from './new-subset'
import type { RuleContext } from './rule-context'
import { planVersionService } from './version-service'

/**
 * The Destination of a version for each of these rules, and the writes that make the subset or the Service that it
 * lacks. Throws `invalid` naming `field` for a version that nothing runs.
 */
export function planDestinations(
  contexts: readonly RuleContext[],
  version: string,
  field: string,
): { destinations: JsonObject[]; before: PlannedWrite[] } {
  const before: PlannedWrite[] = []
  const made = new Map<string, (pattern: Pattern) => JsonObject>()
  const destinations = contexts.map((context) => {
    const pattern = patternOf(context)
    const known = findDestination(context, version, field)
    if (known !== undefined) return known
    const key = pattern.by === 'host' ? '' : canonicalHost(pattern.host, context.virtualService.namespace)
    let make = made.get(key)
    if (make === undefined) {
      const planned =
        pattern.by === 'host' ? newService(context, version) : newSubset(context, pattern, version)
      make = planned.make
      before.push(...planned.writes)
      made.set(key, make)
    }
    return make(pattern)
  })
  return { destinations, before }
}

interface Planned {
  make: (pattern: Pattern) => JsonObject
  writes: PlannedWrite[]
}

function newService({ view, service }: RuleContext, version: string): Planned {
  const write = planVersionService(view, service, version)
  return { make: (pattern) => spelledLike(pattern, write.body.metadata.name), writes: [write] }
}

function newSubset(context: RuleContext, pattern: Pattern, version: string): Planned {
  const { view, service, virtualService, written } = context
  const siblings = written.route.flatMap(({ destination }) => destination.subset ?? [])
  const place = { view, service, host: pattern.host, routeNamespace: virtualService.namespace, siblings }
  const { names, writes } = planSubsets(place, [version])
  return { make: ({ sibling }) => ({ ...sibling, subset: names.get(version) }), writes }
}
