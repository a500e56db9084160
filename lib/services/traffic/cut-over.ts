import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { pauseReleaseAfterMove } from '../releases/pause-after-move'
import type { MoveInput } from './move-input'
import { allowedBy, performMove } from './perform-move'

/** Everything to one version at once: blue-green. A live release is paused by it, as by any move of a person. */
export async function cutOver(
  ctx: ServiceContext,
  input: Omit<MoveInput, 'move'> & { to: string },
): Promise<OperationRecord> {
  await authorise(ctx, 'cut-over', scopeOf(input.service))
  const { to, ...rest } = input
  const operation = await performMove(ctx, { ...rest, move: { kind: 'cut-over', to } }, allowedBy('cut-over'))
  await pauseReleaseAfterMove(ctx, operation)
  return operation
}
