import type { Plan, Step } from './release'

/** Equal steps to 100 %, each followed by a bake, the last one without. */
export function linearSteps(stepPercent: number, bakeSeconds: number, minRequests: number): Step[] {
  const steps: Step[] = []
  for (let weight = stepPercent; weight < 100; weight += stepPercent)
    steps.push({ kind: 'weight', weight }, { kind: 'bake', seconds: bakeSeconds, minRequests })
  steps.push({ kind: 'weight', weight: 100 })
  return steps
}

/** The first step at or above a live weight: where a release goes on after somebody moved the weight. */
export function stepForWeight(plan: Plan, percent: number): number {
  const index = plan.steps.findIndex((step) => step.kind === 'weight' && step.weight >= percent)
  return index === -1 ? plan.steps.length : index
}

/** Promote means: leave the step in hand and everything up to the next weight step behind. */
export function stepAfterPromote(plan: Plan, index: number): number {
  const next = plan.steps.findIndex((step, at) => at > index && step.kind === 'weight')
  return next === -1 ? plan.steps.length : next
}

/** The weight that the plan has reached or is about to reach at a step. */
export function weightAt(plan: Plan, index: number): number {
  const upTo = plan.steps.slice(0, index + 1).findLast((step) => step.kind === 'weight')
  return upTo?.kind === 'weight' ? upTo.weight : 0
}

/** Seconds that a plan takes when nobody waits for anything. */
export const planSeconds = (plan: Plan): number =>
  plan.steps.reduce((sum, step) => sum + (step.kind === 'bake' ? step.seconds : 0), 0)
