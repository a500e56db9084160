import { placementAt, weightAt } from './placement'
import type { Plan } from './release'
import { changesTraffic } from './step'

/** The first weight step at or above a live weight: where a release goes on after somebody moved the weight. */
export function stepForWeight(plan: Plan, percent: number): number {
  const index = plan.steps.findIndex(
    (step, at) =>
      (step.kind === 'weight' || step.kind === 'cut-over') && (placementAt(plan, at).weight ?? 0) >= percent,
  )
  return index === -1 ? plan.steps.length : index
}

/**
 * Where a release goes on whose routes were changed by hand while it was at a step: at the first weight at or above the
 * live one, but past no stage that the live weight does not show to be over, and past no approval.
 */
export function stepAfterMove(plan: Plan, index: number, percent: number): number {
  const wanted = stepForWeight(plan, percent)
  const kept =
    percent > weightAt(plan, index) ? wanted : Math.min(wanted, Math.max(0, placedStep(plan, index)))
  const approval = plan.steps.findIndex((step, at) => at >= index && step.kind === 'approval')
  return approval === -1 ? kept : Math.min(kept, approval)
}

/** The last step at or before one whose placement the routes have to show; -1 before the first. */
export const placedStep = (plan: Plan, index: number): number =>
  plan.steps
    .slice(0, index + 1)
    .findLastIndex(
      ({ kind }) => kind === 'weight' || kind === 'cut-over' || kind === 'match' || kind === 'mirror',
    )

/**
 * Promote leaves the step in hand and everything up to the next change of traffic behind, also weights below the live
 * one, which is above the step's after a move by hand; never an approval.
 */
export function stepAfterPromote(plan: Plan, index: number, percent = 0): number {
  const next = plan.steps.findIndex(
    (step, at) =>
      at > index &&
      (step.kind === 'approval' ||
        (changesTraffic(step) && (placementAt(plan, at).weight ?? percent) >= percent)),
  )
  return next === -1 ? plan.steps.length : next
}

/** The last change of traffic at or before a step; -1 before the first. */
export const lastChange = (plan: Plan, index: number): number =>
  plan.steps.slice(0, index + 1).findLastIndex(changesTraffic)

/** Seconds that a plan takes when nobody waits for anything; `longest` when every analysis takes all its time. */
export function planSeconds(plan: Pick<Plan, 'steps'>): { shortest: number; longest: number } {
  const sum = (seconds: (step: Plan['steps'][number]) => number) =>
    plan.steps.reduce((total, step) => total + seconds(step), 0)
  const baking = sum((step) => (step.kind === 'bake' ? step.seconds : 0))
  const analysing = sum((step) => (step.kind === 'analysis' ? step.timeoutSeconds : 0))
  return { shortest: baking, longest: baking + analysing }
}

export interface Exposure {
  /** Requests of users that the canary answers before the plan's last step. */
  requests: number
  /** Copies that it answers and nobody sees. */
  mirrored: number
}

/** What reaches the canary while the plan bakes, at a constant rate of the service in requests a second. */
export function exposureOf(plan: Pick<Plan, 'steps'>, ratePerSecond: number): Exposure {
  const exposure = { requests: 0, mirrored: 0 }
  let [weight, mirror] = [0, 0]
  for (const step of plan.steps) {
    if (step.kind === 'weight') weight = step.weight
    if (step.kind === 'cut-over') weight = 100
    if (step.kind === 'mirror') mirror = step.percent
    if (step.kind !== 'bake') continue
    exposure.requests += (ratePerSecond * step.seconds * weight) / 100
    exposure.mirrored += (ratePerSecond * step.seconds * mirror) / 100
  }
  return { requests: Math.round(exposure.requests), mirrored: Math.round(exposure.mirrored) }
}
