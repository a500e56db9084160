import { DomainError } from '@/lib/domain/errors'
import type { JsonPatch } from '@/lib/domain/kube'
import { applySplit } from '@/lib/domain/traffic/split'
import type { Move } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { patchWrite } from '../planned-writes'
import { inPlace, splitTests, type RuleContext } from './rule-context'
import type { Branch, Split } from './service-tree'

/** Moves the weights of a rule. An only Service has everything whatever is asked, and needs no write. */
export function planWeights(
  { rule, way: { split } }: RuleContext,
  move: Extract<Move, { kind: 'set-weights' }>,
): PlannedWrite[] {
  const weights = applySplit(rule.destinations, move)
  return split === undefined ? [] : patchWrite(split.list.object, weightPatch(split, weights))
}

/**
 * The patch that gives the entries of a split these weights, by index. Only weights that differ are touched. Throws
 * `invalid` for nothing but zeros, which Traefik answers with 503.
 */
export function weightPatch(split: Split, weights: readonly number[]): JsonPatch {
  if (weights.every((weight) => weight === 0)) {
    const message = 'must not all be 0: Traefik would answer 503'
    throw new DomainError('invalid', `The weights ${message}.`, { fields: [{ path: 'weights', message }] })
  }
  const touched = split.children.flatMap((branch, index) => {
    const weight = weights[index]
    return weight === undefined || weight === branch.entry.weight ? [] : [{ branch, weight }]
  })
  if (touched.length === 0) return []
  return [
    ...splitTests(split),
    ...touched.flatMap(({ branch }) => oldWeightTest(branch)),
    ...touched.map(({ branch, weight }) => weightOp(branch, weight)),
  ]
}

/** A test of the weight as written; where there is none, of the whole entry, so that none has come since. */
export function oldWeightTest({ entry, at }: Branch): JsonPatch {
  return entry.raw.weight === undefined
    ? [{ op: 'test', path: inPlace(at), value: entry.raw }]
    : [{ op: 'test', path: inPlace(at, 'weight'), value: entry.raw.weight }]
}

/** Writes one weight. */
export function weightOp({ entry, at }: Branch, value: number): JsonPatch[number] {
  const op = entry.raw.weight === undefined ? 'add' : 'replace'
  return { op, path: inPlace(at, 'weight'), value }
}

/** The patch that takes an entry that gets nothing out of its split. */
export function removeEntryPatch(split: Split, branch: Branch): JsonPatch {
  return [...splitTests(split), ...oldWeightTest(branch), { op: 'remove', path: inPlace(branch.at) }]
}
