import type { MatchCondition } from '../traffic/model'
import type { Step } from './step'

/** Waiting and judging after each change of traffic; seconds. */
export interface Staging {
  bake: number
  minRequests: number
  timeout: number
}

/** A strategy as it is asked for (DESIGN §5); percents are whole. */
export type Preset = Staging &
  (
    | { preset: 'linear'; step: number }
    | { preset: 'exponential'; first: number; factor: number }
    | { preset: 'blue-green'; preview?: readonly MatchCondition[] | undefined }
    | { preset: 'dark-launch'; when: readonly MatchCondition[]; step: number }
    | { preset: 'mirror-first'; percent: number; step: number }
    | { preset: 'ab'; when: readonly MatchCondition[]; for: number }
    | { preset: 'replica-canary'; step: number }
  )

/** What the expansion needs to know of the world. */
export interface PresetFacts {
  /** Whether the plan has checks, so that its stages end with an analysis. */
  judged: boolean
  /** Percents that whole pods give the canary, rising; absent where weights are free. */
  attainable?: readonly number[]
}

const longestDay = 24 * 3600

/** The steps of a preset, in full. The names of its matches are those of the preset. */
export function presetSteps(preset: Preset, facts: PresetFacts): Step[] {
  const stage = stageOf(preset, facts)
  switch (preset.preset) {
    case 'linear':
      return weightSteps(linear(preset.step), stage, facts)
    case 'replica-canary':
      return weightSteps(linear(preset.step), stage, facts)
    case 'exponential':
      return weightSteps(exponential(preset.first, preset.factor), stage, facts)
    case 'blue-green':
      return [
        ...(preset.preview ? [match('preview', preset.preview), ...stage] : []),
        { kind: 'cut-over' },
        ...stage,
      ]
    case 'dark-launch':
      return [match('dark-launch', preset.when), ...stage, ...weightSteps(linear(preset.step), stage, facts)]
    case 'mirror-first':
      return [
        { kind: 'mirror', percent: preset.percent },
        ...stage,
        { kind: 'mirror', percent: 0 },
        ...weightSteps(linear(preset.step), stage, facts),
      ]
    case 'ab':
      // An experiment ends with a decision; nothing goes to everybody without one.
      return [
        match('ab', preset.when),
        { kind: 'bake', seconds: preset.for, minRequests: preset.minRequests },
        { kind: 'approval', count: 1, expiresSeconds: longestDay },
        { kind: 'weight', weight: 100 },
      ]
  }
}

const match = (name: string, when: readonly MatchCondition[]): Step => ({ kind: 'match', name, when })

function stageOf({ bake, minRequests, timeout }: Staging, { judged }: PresetFacts): Step[] {
  return [
    { kind: 'bake', seconds: bake, minRequests },
    ...(judged ? [{ kind: 'analysis' as const, timeoutSeconds: timeout, minRequests }] : []),
  ]
}

/** Equal steps to 100. */
function linear(step: number): number[] {
  const weights: number[] = []
  for (let weight = step; weight < 100; weight += step) weights.push(weight)
  return [...weights, 100]
}

/** Growing by a factor, at least one point a step, to 100. */
function exponential(first: number, factor: number): number[] {
  const weights: number[] = []
  for (let weight = first; weight < 100; weight = Math.max(weight + 1, Math.round(weight * factor)))
    weights.push(weight)
  return [...weights, 100]
}

/** Each weight with its stage, the last one without: nothing is left to compare with. */
function weightSteps(wanted: readonly number[], stage: readonly Step[], facts: PresetFacts): Step[] {
  const weights = facts.attainable === undefined ? wanted : nearestUp(wanted, facts.attainable)
  return weights.flatMap((weight, index) => [
    { kind: 'weight' as const, weight },
    ...(index === weights.length - 1 ? [] : stage),
  ])
}

/** Each wanted percent as the smallest attainable one at or above it, each once. */
function nearestUp(wanted: readonly number[], attainable: readonly number[]): number[] {
  const rounded = wanted.flatMap((weight) => attainable.find((percent) => percent >= weight - 0.05) ?? [])
  return [...new Set(rounded)]
}
