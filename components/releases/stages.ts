import type { ReleaseDto } from '@/lib/contracts/releases'
import type { StepDto } from '@/lib/contracts/plans'
import { stepTitle } from './step-words'

type StageState = 'done' | 'current' | 'stopped' | 'ahead'

/** What a person calls a step: a change of traffic together with what has to be stood after it. */
export interface Stage {
  title: string
  /** Canary percent that the stage sets; undefined where it sets none. */
  weight?: number
  /** Of its bakes together. */
  seconds: number
  minRequests: number
  /** Seconds that its analysis may look before a person is asked; undefined where nothing is judged. */
  judged?: number
  /** People whose approval it waits for. */
  approvals?: number
  /** Places in the plan's steps, both included. */
  first: number
  last: number
}
export interface PlacedStage extends Stage {
  state: StageState
}

/** The stages of a plan's steps, in order. `to` is the version that an `add-version` step adds. */
export function stagesOf(steps: readonly StepDto[], to: string): Stage[] {
  const stages: Stage[] = []
  let tidied: number | undefined
  steps.forEach((step, index) => {
    const open = stages.at(-1)
    if (isWait(step) && tidied === undefined && open !== undefined) {
      addWait(open, step, index)
      return
    }
    // What only ends a mirror or a match belongs to the change that comes right after it.
    if (isTidying(step) && steps[index + 1] !== undefined && !isWait(steps[index + 1])) {
      tidied ??= index
      return
    }
    const stage: Stage = {
      title: stepTitle(step, to),
      first: tidied ?? index,
      last: index,
      seconds: 0,
      minRequests: 0,
    }
    if (step.kind === 'weight') stage.weight = step.weight
    if (step.kind === 'cut-over') stage.weight = 100
    if (isWait(step)) addWait(stage, step, index)
    tidied = undefined
    stages.push(stage)
  })
  return stages
}

type Wait = Extract<StepDto, { kind: 'bake' | 'analysis' | 'approval' }>

const isWait = (step: StepDto | undefined): step is Wait =>
  step?.kind === 'bake' || step?.kind === 'analysis' || step?.kind === 'approval'
const isTidying = (step: StepDto) =>
  (step.kind === 'mirror' && step.percent === 0) || (step.kind === 'match' && step.when.length === 0)

function addWait(stage: Stage, step: Wait, index: number): void {
  stage.last = index
  if (step.kind === 'approval') {
    stage.approvals = Math.max(stage.approvals ?? 0, step.count)
    return
  }
  stage.minRequests = Math.max(stage.minRequests, step.minRequests)
  if (step.kind === 'bake') stage.seconds += step.seconds
  else stage.judged = (stage.judged ?? 0) + step.timeoutSeconds
}

const finished: readonly ReleaseDto['state'][] = ['promoted', 'undone']
const stopped: readonly ReleaseDto['state'][] = ['aborting', 'aborted', 'failed']

/** The stages of a release with what has become of each. */
export function placedStages(release: Pick<ReleaseDto, 'state' | 'plan' | 'step' | 'to'>): PlacedStage[] {
  const { state, step } = release
  const stages = stagesOf(release.plan.steps, release.to)
  // Outside of an approval step the approval is the one before the start.
  if (
    state === 'draft' ||
    (state === 'awaiting-approval' && release.plan.steps[step.index]?.kind !== 'approval')
  )
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
