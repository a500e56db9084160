import { governedBy } from '../../domain/judgement/governed-callers'
import { verifyRules, worstVerification } from '../../domain/judgement/verify-rules'
import { placementAt } from '../../domain/release/placement'
import type { ReleaseRecord } from '../../domain/release/release'
import type { ServiceContext } from '../context'
import { requireView, routesOf } from '../traffic/find-route'
import { countsSince } from './counts-since'

/** Until the propagation of a cluster has been measured. */
const propagationMs = 2000

export interface SplitStanding {
  state: 'verified' | 'converging' | 'off' | 'unverifiable'
  reason: string
}

/**
 * The worst verification of the release's own rules since their last change has settled; undefined where no step has
 * touched the weights. Throws `metrics-unavailable`.
 */
export async function splitOf(
  ctx: ServiceContext,
  release: ReleaseRecord,
): Promise<SplitStanding | undefined> {
  if (placementAt(release.plan, release.stepIndex).weight === undefined) return undefined
  const scrapeMs = (ctx.ports.metrics.health().scrapeSeconds ?? 5) * 1000
  const since = Date.parse(release.stageSince ?? release.createdAt)
  const settling = Math.max(2 * scrapeMs + propagationMs, release.plan.settleSeconds * 1000)
  const settled = new Date(since + settling)
  const now = await ctx.ports.store.now()
  if (settled >= now) return { state: 'converging', reason: 'The last change is still settling.' }
  const counts = await countsSince(ctx, release, settled)
  const view = requireView(ctx, release.service.cluster)
  const routes = routesOf(ctx.ports, view, release.service)
  const options = { settledSince: settled.toISOString() }
  const verified = verifyRules(
    routes,
    counts,
    options,
    ctx.ports.telemetryTargets(),
    governedBy(view),
  ).filter(({ route, rule }) => release.plan.rules.some((own) => own.route === route && own.rule === rule))
  const worst = worstVerification(verified)
  if (worst === undefined) return undefined
  ctx.ports.splitJudged(worst.state)
  return { state: worst.state, reason: worst.reason }
}
