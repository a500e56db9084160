import type { MatchCondition } from '../../domain/traffic/model'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import type { MoveInput } from './move-input'
import { allowedBy, performMove } from './perform-move'

/** Sends chosen requests to one version by a rule of their own. */
export async function setMatch(
  ctx: ServiceContext,
  input: Omit<MoveInput, 'move'> & { name: string; to: string; when: readonly MatchCondition[] },
): Promise<OperationRecord> {
  await authorise(ctx, 'match', scopeOf(input.service))
  const { name, to, when, ...rest } = input
  return await performMove(ctx, { ...rest, move: { kind: 'set-match', name, to, when } }, allowedBy('match'))
}

/** Takes the rules of a match move away again; never a rule that Aviary did not make. */
export async function removeMatch(
  ctx: ServiceContext,
  input: Omit<MoveInput, 'move'> & { rule: string },
): Promise<OperationRecord> {
  await authorise(ctx, 'match', scopeOf(input.service))
  const { rule, ...rest } = input
  return await performMove(ctx, { ...rest, move: { kind: 'remove-match', rule } }, allowedBy('match'))
}
