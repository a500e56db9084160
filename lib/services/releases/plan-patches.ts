import type { ReleasePreviewDto } from '../../contracts/releases'
import type { ClusterView } from '../../domain/kube'
import type { ReleaseRecord } from '../../domain/release/release'
import type { ServiceContext } from '../context'
import { movesOfStep, writesOf } from './step-writes'

/** The exact patches of every step, each on top of the one before. Throws what the routes cannot do. */
export function patchesOfPlan(
  ctx: ServiceContext,
  view: ClusterView,
  release: ReleaseRecord,
): ReleasePreviewDto['steps'] {
  let picture = view
  return release.plan.steps.map((step, index) => {
    const moves = movesOfStep(ctx.ports, picture, release, index)
    const { writes, after } = writesOf(ctx.ports, picture, release, moves)
    picture = after
    return { step, patches: writes.map(({ object, patch }) => ({ object, patch: patch ?? [] })) }
  })
}
