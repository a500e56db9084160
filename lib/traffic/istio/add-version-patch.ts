import type { JsonPatch } from '@/lib/domain/kube'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { patchWrite } from '../planned-writes'
import { planDestinations } from './new-destination'
import { destinationTests, inRule, type RuleContext } from './rule-context'
import { effectiveWeights, type WrittenRule } from './schema'
import { oldWeightTest, weightOp } from './weight-patch'

/**
 * Adds a version to a rule at weight 0, with its subset or its Service first where it needs one. Throws `invalid` for a
 * version that nothing runs and `missing-destination` where no label tells it from the others.
 */
export function planAddVersion(context: RuleContext, version: string): PlannedWrite[] {
  if (context.rule.destinations.some((destination) => destination.version === version)) return []
  const { destinations, before } = planDestinations([context], version, 'version')
  const patch = destinations.flatMap((destination) => addDestinationPatch(context.written, destination))
  return [...before, ...patchWrite(context.virtualService.object, patch)]
}

/** Appends a destination at weight 0. An only destination needs a weight from then on, or both would be at 0. */
export function addDestinationPatch(written: WrittenRule, destination: JsonObject): JsonPatch {
  const only = written.route.length === 1 && (written.route[0]?.weight ?? 0) <= 0
  const weight = effectiveWeights(written.route)[0] ?? 100
  return [
    ...destinationTests(written),
    ...(only ? [...oldWeightTest(written, 0), weightOp(written, 0, weight)] : []),
    { op: 'add', path: inRule(written, 'route', '-'), value: { destination, weight: 0 } },
  ]
}
