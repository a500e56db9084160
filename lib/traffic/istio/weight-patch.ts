import type { JsonPatch, JsonPatchOp } from '@/lib/domain/kube'
import { destinationTests, inRule, routeEntry } from './rule-context'
import { effectiveWeights, type WrittenRule } from './schema'

/**
 * The patch that gives the destinations of a rule these weights, by index. Only weights that differ are touched; an
 * empty patch changes nothing.
 */
export function weightPatch(written: WrittenRule, weights: readonly number[]): JsonPatch {
  const current = effectiveWeights(written.route)
  const touched = [...weights.entries()].filter(([index, weight]) => weight !== current[index])
  if (touched.length === 0) return []
  return [
    ...destinationTests(written),
    ...touched.flatMap(([index]) => oldWeightTest(written, index)),
    ...touched.map(([index, weight]) => weightOp(written, index, weight)),
  ]
}

/** A test of the weight as written; where there is none, the test of the destination has to do. */
export function oldWeightTest(written: WrittenRule, index: number): JsonPatch {
  const { weight } = routeEntry(written, index)
  return weight === undefined ? [] : [{ op: 'test', path: weightPath(written, index), value: weight }]
}

/** Writes one weight. */
export function weightOp(written: WrittenRule, index: number, value: number): JsonPatchOp {
  const op = routeEntry(written, index).weight === undefined ? 'add' : 'replace'
  return { op, path: weightPath(written, index), value }
}

function weightPath(written: WrittenRule, index: number): string {
  return inRule(written, 'route', index, 'weight')
}
