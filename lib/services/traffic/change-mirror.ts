import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import type { MoveInput } from './move-input'
import { allowedBy, performMove } from './perform-move'

/** Starts a mirror or changes its percent. */
export async function setMirror(
  ctx: ServiceContext,
  input: Omit<MoveInput, 'move'> & { rule: string; to: string; percent: number },
): Promise<OperationRecord> {
  await authorise(ctx, 'mirror.start', scopeOf(input.service))
  const { rule, to, percent, ...rest } = input
  return await performMove(
    ctx,
    { ...rest, move: { kind: 'set-mirror', rule, to, percent } },
    allowedBy('mirror.start'),
  )
}

/** Stops one mirror of a rule, or all of them. */
export async function removeMirror(
  ctx: ServiceContext,
  input: Omit<MoveInput, 'move'> & { rule: string; to?: string },
): Promise<OperationRecord> {
  await authorise(ctx, 'mirror.stop', scopeOf(input.service))
  const { rule, to, ...rest } = input
  const move = { kind: 'remove-mirror' as const, rule, ...(to === undefined ? {} : { to }) }
  return await performMove(ctx, { ...rest, move }, allowedBy('mirror.stop'))
}
