import type { ReleaseDto } from '@/lib/contracts/releases'

type PlanStep = ReleaseDto['plan']['steps'][number]
type StageState = 'done' | 'current' | 'stopped' | 'ahead'

/** What a person calls a step: a weight together with the bake that follows it. */
export interface Stage {
  title: string
  /** Canary percent that the stage sets; undefined where it sets none. */
  weight?: number
  /** Of its bakes together. */
  seconds: number
  minRequests: number
  /** Places in the plan's steps, both included. */
  first: number
  last: number
}
export interface PlacedStage extends Stage {
  state: StageState
}

/** The stages of a plan's steps, in order. `to` is the version that an `add-version` step adds. */
export function stagesOf(steps: readonly PlanStep[], to: string): Stage[] {
  const stages: Stage[] = []
  steps.forEach((step, index) => {
    const open = stages.at(-1)
    if (step.kind === 'bake' && open !== undefined) {
      open.seconds += step.seconds
      open.minRequests = Math.max(open.minRequests, step.minRequests)
      open.last = index
      return
    }
    const place = { first: index, last: index, seconds: 0, minRequests: 0 }
    if (step.kind === 'weight') stages.push({ ...place, title: `${step.weight} %`, weight: step.weight })
    else if (step.kind === 'add-version') stages.push({ ...place, title: `Add ${to}` })
    else {
      stages.push({ ...place, title: 'Bake', seconds: step.seconds, minRequests: step.minRequests })
    }
  })
  return stages
}

const finished: readonly ReleaseDto['state'][] = ['promoted', 'undone']
const stopped: readonly ReleaseDto['state'][] = ['aborting', 'aborted', 'failed']

/** The stages of a release with what has become of each. */
export function placedStages(release: Pick<ReleaseDto, 'state' | 'plan' | 'step' | 'to'>): PlacedStage[] {
  const { state, step } = release
  const stages = stagesOf(release.plan.steps, release.to)
  if (state === 'draft' || state === 'awaiting-approval')
    return stages.map((stage) => ({ ...stage, state: 'ahead' }))
  if (finished.includes(state)) return stages.map((stage) => ({ ...stage, state: 'done' }))
  // Past the end of the plan (straight to 100 %) the last stage is the one in hand.
  const at = Math.min(step.index, stages.at(-1)?.last ?? 0)
  return stages.map((stage) => {
    if (stage.last < at) return { ...stage, state: 'done' }
    if (stage.first > at) return { ...stage, state: 'ahead' }
    return { ...stage, state: stopped.includes(state) ? 'stopped' : 'current' }
  })
}

/** "3 of 5" of the stage in hand, counted from one; undefined before the start and after the end. */
export function stageCount(
  stages: readonly PlacedStage[],
): { at: number; of: number; stage: PlacedStage; next?: PlacedStage } | undefined {
  const index = stages.findIndex(({ state }) => state === 'current' || state === 'stopped')
  const stage = stages[index]
  if (stage === undefined) return undefined
  const next = stages[index + 1]
  return { at: index + 1, of: stages.length, stage, ...(next === undefined ? {} : { next }) }
}
