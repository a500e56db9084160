import type { JsonPatch } from '@/lib/domain/kube'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { isDomainError } from '@/lib/domain/errors'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { destinationOfVersion, patternOf, requireVersion } from './destination-of-version'
import { planSubset } from './new-subset'
import { destinationTests, inRule, patchWrite, type RuleContext } from './rule-context'
import { effectiveWeights, type HttpRule } from './schema'
import { oldWeightTest, weightOp } from './weight-patch'

/**
 * Adds a version to a rule at weight 0, with its subset first where it needs one. Throws `invalid` for a version that
 * nothing runs and `missing-destination` where each version has a host and this one has none.
 */
export function planAddVersion(context: RuleContext, version: string): PlannedWrite[] {
  if (context.rule.destinations.some((destination) => destination.version === version)) return []
  const { destination, before } = target(context, version)
  const patch = addDestinationPatch(context.written, destination)
  return [...before, ...patchWrite(context.virtualService.object, patch)]
}

function target(context: RuleContext, version: string): { destination: JsonObject; before: PlannedWrite[] } {
  const pattern = patternOf(context)
  try {
    return { destination: destinationOfVersion(context, version, 'version'), before: [] }
  } catch (error) {
    if (pattern.by === 'host' || !isDomainError(error) || error.code !== 'missing-destination') throw error
  }
  requireVersion(context, version, 'version')
  const { name, writes } = planSubset(context, pattern, version)
  return { destination: { ...pattern.sibling, subset: name }, before: writes }
}

/** Appends a destination at weight 0. An only destination needs a weight from then on, or both would be at 0. */
export function addDestinationPatch(written: HttpRule, destination: JsonObject): JsonPatch {
  const only = written.route.length === 1 && (written.route[0]?.weight ?? 0) <= 0
  const weight = effectiveWeights(written.route)[0] ?? 100
  return [
    ...destinationTests(written),
    ...(only ? [...oldWeightTest(written, 0), weightOp(written, 0, weight)] : []),
    { op: 'add', path: inRule(written, 'route', '-'), value: { destination, weight: 0 } },
  ]
}
