import type { JsonPatch, JsonPatchOp } from '@/lib/domain/kube'
import { backendTests, inRule } from './rule-context'
import { effectiveWeights, type RouteRule } from './schema'

/**
 * The patch that gives the backends of a rule these weights, by place. Only weights that differ are touched; an empty
 * patch changes nothing.
 */
export function weightPatch(written: RouteRule, weights: readonly number[]): JsonPatch {
  const current = effectiveWeights(written.backends)
  const touched = [...weights.entries()].filter(([index, weight]) => weight !== current[index])
  if (touched.length === 0) return []
  return [
    ...backendTests(written),
    ...touched.flatMap(([index]) => oldWeightTest(written, index)),
    ...touched.map(([index, weight]) => weightOp(written, index, weight)),
  ]
}

/** A test of the weight as written; where there is none, the tests of the backend have to do. */
export function oldWeightTest(written: RouteRule, index: number): JsonPatch {
  const weight = written.backends[index]?.raw.weight
  return weight === undefined ? [] : [{ op: 'test', path: weightPath(written, index), value: weight }]
}

/** Writes one weight. */
export function weightOp(written: RouteRule, index: number, value: number): JsonPatchOp {
  const op = written.backends[index]?.raw.weight === undefined ? 'add' : 'replace'
  return { op, path: weightPath(written, index), value }
}

function weightPath(written: RouteRule, index: number): string {
  return inRule(written, 'backendRefs', index, 'weight')
}
