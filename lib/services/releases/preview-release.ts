import type { ReleasePreviewDto } from '../../contracts/releases'
import type { ClusterView } from '../../domain/kube'
import { planSeconds } from '../../domain/release/plan'
import type { ReleaseRecord, Step } from '../../domain/release/release'
import { releaseWeights } from '../../domain/release/weights'
import type { PlannedWrite } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { requireRoute } from '../traffic/find-route'
import { viewAfter } from '../traffic/perform-move'
import { findingsOf } from '../catalogue/findings-of'
import type { CreateReleaseInput } from './create-release'
import { draftRelease } from './create-release'
import { rulesOf } from './release-rules'

/** The expanded plan with the exact patches of every step, each on top of the one before. */
export async function previewRelease(
  ctx: ServiceContext,
  input: CreateReleaseInput,
): Promise<ReleasePreviewDto> {
  await authorise(ctx, 'release.create', scopeOf(input.service))
  const { release, view } = await draftRelease(ctx, input)
  let picture = view
  const steps = release.plan.steps.map((step) => {
    const writes = writesOf(ctx, picture, release, step)
    picture = viewAfter(picture, writes)
    return { step, patches: writes.map(({ object, patch }) => ({ object, patch: patch ?? [] })) }
  })
  return {
    plan: release.plan,
    planHash: release.planHash,
    steps,
    findings: findingsOf(ctx, view, input.service),
    duration: planSeconds(release.plan),
  }
}

function writesOf(
  ctx: ServiceContext,
  view: ClusterView,
  release: ReleaseRecord,
  step: Step,
): PlannedWrite[] {
  if (step.kind === 'bake') return []
  let picture = view
  return rulesOf(ctx.ports, view, release).rules.flatMap(({ route, rule }) => {
    const { router } = requireRoute(ctx.ports, picture, release.service, route.id)
    const writes =
      step.kind === 'add-version'
        ? rule.destinations.some(({ version }) => version === release.to)
          ? []
          : router.plan(picture, release.service, route.id, {
              kind: 'add-version',
              rule: rule.id,
              version: release.to,
            })
        : weightWrites(ctx, picture, release, route.id, rule.id, step.weight)
    picture = viewAfter(picture, writes)
    return writes
  })
}

function weightWrites(
  ctx: ServiceContext,
  view: ClusterView,
  release: ReleaseRecord,
  routeId: string,
  ruleId: string,
  percent: number,
): PlannedWrite[] {
  const { route, router } = requireRoute(ctx.ports, view, release.service, routeId)
  const rule = route.rules.find((candidate) => candidate.id === ruleId)
  const weights = rule && releaseWeights(rule, release.from, release.to, percent)
  return weights
    ? router.plan(view, release.service, routeId, { kind: 'set-weights', rule: ruleId, weights })
    : []
}
