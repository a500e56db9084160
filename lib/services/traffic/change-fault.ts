import type { Fault } from '../../domain/traffic/model'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import type { MoveInput } from './move-input'
import { allowedBy, performMove } from './perform-move'

/** Delays or refuses a share of a rule's requests on purpose. */
export async function setFault(
  ctx: ServiceContext,
  input: Omit<MoveInput, 'move'> & { rule: string; fault: Fault },
): Promise<OperationRecord> {
  await authorise(ctx, 'fault', scopeOf(input.service))
  const { rule, fault, ...rest } = input
  return await performMove(ctx, { ...rest, move: { kind: 'set-fault', rule, fault } }, allowedBy('fault'))
}

/** Stops the faults of a rule; whoever may stop a mirror may do this. */
export async function removeFault(
  ctx: ServiceContext,
  input: Omit<MoveInput, 'move'> & { rule: string },
): Promise<OperationRecord> {
  await authorise(ctx, 'mirror.stop', scopeOf(input.service))
  const { rule, ...rest } = input
  return await performMove(ctx, { ...rest, move: { kind: 'remove-fault', rule } }, allowedBy('mirror.stop'))
}
