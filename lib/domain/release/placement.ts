import type { MatchCondition } from '../traffic/model'
import type { Plan } from './release'
import type { Step } from './step'

/** What the routes of a release shall look like at a point of its plan: absolute, so that it can be asked for again. */
export interface Placement {
  /** The canary's percent of what stable and canary hold together; undefined while no step has touched it. */
  weight?: number
  /** Whether the weight is reached by one cut-over. */
  cutOver: boolean
  /** Percent copied to the canary; undefined where the plan never mirrors, and mirrors are left alone. */
  mirror?: number
  /** Matches that the plan makes, and those of them that are to be there now. */
  matches: { name: string; when: readonly MatchCondition[]; present: boolean }[]
}

/** The placement once the step at `index` is in place; a fold over the steps, so that skipping one loses nothing. */
export function placementAt(plan: Plan, index: number): Placement {
  const steps = plan.steps.slice(0, index + 1)
  const placement: Placement = { cutOver: false, matches: matchesOf(plan.steps) }
  if (mirrors(plan.steps)) placement.mirror = 0
  for (const step of steps) {
    if (step.kind === 'weight') placement.weight = step.weight
    if (step.kind === 'cut-over') Object.assign(placement, { weight: 100, cutOver: true })
    if (step.kind === 'mirror') placement.mirror = step.percent
    if (step.kind === 'match') place(placement, step.name, step.when)
  }
  return placement
}

/** Everything on one side, nothing left of what the release made: `to` 100 for the end of the plan, 0 for an abort. */
export function restingPlacement(plan: Plan, weight: 0 | 100): Placement {
  return {
    weight,
    cutOver: plan.steps.some(({ kind }) => kind === 'cut-over'),
    ...(mirrors(plan.steps) ? { mirror: 0 } : {}),
    matches: matchesOf(plan.steps),
  }
}

/** The percent that the plan has reached or is about to reach at a step; 0 before the first. */
export const weightAt = (plan: Plan, index: number): number => placementAt(plan, index).weight ?? 0

const mirrors = (steps: readonly Step[]) => steps.some(({ kind }) => kind === 'mirror')

function matchesOf(steps: readonly Step[]): Placement['matches'] {
  const names = new Set(steps.flatMap((step) => (step.kind === 'match' ? [step.name] : [])))
  return [...names].map((name) => ({ name, when: [], present: false }))
}

function place(placement: Placement, name: string, when: readonly MatchCondition[]): void {
  placement.matches = placement.matches.map((match) =>
    match.name === name ? { name, when, present: when.length > 0 } : match,
  )
}
