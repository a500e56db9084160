import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import type { MoveInput } from './move-input'
import { allowedBy, performMove } from './perform-move'

/** Adds a version to a rule at weight 0, with the subset or Service that it needs. */
export async function addDestination(
  ctx: ServiceContext,
  input: Omit<MoveInput, 'move'> & { rule: string; version: string },
): Promise<OperationRecord> {
  await authorise(ctx, 'add-version', scopeOf(input.service))
  const { rule, version, ...rest } = input
  return await performMove(
    ctx,
    { ...rest, move: { kind: 'add-version', rule, version } },
    allowedBy('add-version'),
  )
}

/** Takes a destination away again; it must be at weight 0. */
export async function removeDestination(
  ctx: ServiceContext,
  input: Omit<MoveInput, 'move'> & { rule: string; key: string },
): Promise<OperationRecord> {
  await authorise(ctx, 'add-version', scopeOf(input.service))
  const { rule, key, ...rest } = input
  return await performMove(
    ctx,
    { ...rest, move: { kind: 'remove-version', rule, key } },
    allowedBy('add-version'),
  )
}
