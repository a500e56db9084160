import { isDomainError } from '../../domain/errors'
import { movesTo } from '../../domain/release/moves-to'
import { restingPlacement } from '../../domain/release/placement'
import type { ReleaseRecord } from '../../domain/release/release'
import type { PlannedWrite } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { kubectlFor } from '../operations/kubectl-command'
import { requireView } from '../traffic/find-route'
import { rulesOf } from './release-rules'
import { writesOf } from './step-writes'

/** The commands that put all traffic back on stable, as far as the cluster's picture still tells them. */
export function byHand(ctx: ServiceContext, release: ReleaseRecord): string {
  try {
    const writes = writesBack(ctx, release)
    if (writes.length > 0) return kubectlFor(writes)
  } catch (error) {
    if (!isDomainError(error)) throw error
  }
  const routes = release.plan.rules.map(({ route }) => route).join(', ')
  return `give ${release.from} all the weight in ${routes} with kubectl edit -n ${release.service.namespace}.`
}

/** The writes that an abort would make on the cluster's picture as it is. Throws what the routes cannot do. */
export function writesBack(ctx: ServiceContext, release: ReleaseRecord): PlannedWrite[] {
  const view = requireView(ctx, release.service.cluster)
  const { rules } = rulesOf(ctx.ports, view, release)
  const moves = movesTo(rules, release, restingPlacement(release.plan, 0))
  return writesOf(ctx.ports, view, release, moves).writes
}
