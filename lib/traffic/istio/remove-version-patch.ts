import type { JsonPatch } from '@/lib/domain/kube'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { patchWrite } from '../planned-writes'
import { removableDestination } from '../removable-destination'
import type { DestinationSpec } from './destination-spec'
import { destinationTests, inRule, type RouteContext, type RuleContext } from './rule-context'
import type { WrittenRule } from './schema'
import { planUnusedSubsets } from './unused-subsets'
import { planUnusedServices } from './version-service'
import { oldWeightTest } from './weight-patch'

/**
 * Removes a destination that gets nothing, then its subset or Service if Aviary made that and nothing else uses it.
 * Throws `not-found` for an unknown destination and `invalid` for the only one or one that still has weight.
 */
export function planRemoveVersion(context: RuleContext, key: string): PlannedWrite[] {
  const { rule, written, virtualService } = context
  const index = removableDestination(rule, key)
  const removed = written.route[index]?.destination
  return [
    ...patchWrite(virtualService.object, removeDestinationPatch(written, index)),
    ...planUnused(context, removed === undefined ? [] : [removed]),
  ]
}

/** What Aviary made for destinations that are gone: their subsets and Services. */
export function planUnused(context: RouteContext, removed: readonly DestinationSpec[]): PlannedWrite[] {
  const { view, service, virtualService } = context
  return [
    ...planUnusedSubsets(view, service, removed, virtualService.namespace),
    ...planUnusedServices(view, service, removed, virtualService.namespace),
  ]
}

/** Takes one destination out of a rule. */
export function removeDestinationPatch(written: WrittenRule, index: number): JsonPatch {
  return [
    ...destinationTests(written),
    ...oldWeightTest(written, index),
    { op: 'remove', path: inRule(written, 'route', index) },
  ]
}
