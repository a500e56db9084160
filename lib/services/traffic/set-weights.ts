import { weightDirection } from '../../domain/traffic/direction'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, authoriseAny, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import type { MoveInput } from './move-input'
import { requireRule } from './find-route'
import { performMove } from './perform-move'
import { pauseReleaseAfterMove } from '../releases/pause-after-move'
import { stableOf } from './stable-of'

export interface SetWeightsInput extends Omit<MoveInput, 'move'> {
  rule: string
  weights: Record<string, unknown>
  total?: number
}

/** Moves traffic between the destinations of one rule. Up and down are different permissions. */
export async function setWeights(ctx: ServiceContext, input: SetWeightsInput): Promise<OperationRecord> {
  const scope = scopeOf(input.service)
  await authoriseAny(ctx, ['weight.increase', 'weight.decrease'], scope)
  const { rule, weights, total, ...rest } = input
  const stable = await stableOf(ctx, input.service)
  const move = { kind: 'set-weights' as const, rule, weights, ...(total === undefined ? {} : { total }) }
  const operation = await performMove(ctx, { ...rest, move }, async (before, after) => {
    const old = requireRule(before, rule).destinations
    const fresh = after.rules.find(({ id }) => id === rule)?.destinations ?? []
    const next = old.map(({ key }) => fresh.find((other) => other.key === key)?.weight ?? 0)
    const down = weightDirection(old, next, stable) === 'down'
    const verb = down ? 'weight.decrease' : 'weight.increase'
    await authorise(ctx, verb, scope)
    return verb
  })
  await pauseReleaseAfterMove(ctx, operation)
  return operation
}
