import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireService, requireServiceRoute } from './find-route'
import type { MoveInput } from './move-input'
import { allowedBy, performMove } from './perform-move'

/** Gives a version another number of pods. Refused where an autoscaler would undo it, with the command that pins it. */
export async function scaleVersion(
  ctx: ServiceContext,
  input: Omit<MoveInput, 'move' | 'route'> & { version: string; replicas: number },
): Promise<OperationRecord> {
  await authorise(ctx, 'scale', scopeOf(input.service))
  const { version, replicas, ...rest } = input
  const { view } = requireService(ctx, input.service)
  const { route } = requireServiceRoute(ctx.ports, view, input.service)
  return await performMove(
    ctx,
    { ...rest, route: route.id, move: { kind: 'scale', version, replicas } },
    allowedBy('scale'),
  )
}
