import type { presets } from '@/lib/contracts/plans'
import { presetSteps } from '@/lib/domain/release/presets'
import type { Step } from '@/lib/domain/release/step'

export type PresetName = (typeof presets)[number]
/** How a plan comes about: by a preset, from a template, or step by step. */
export type Strategy = PresetName | 'template' | 'own'

export type PlanField = 'step' | 'first' | 'factor' | 'percent' | 'for' | 'bake' | 'minRequests' | 'timeout'

interface StrategyWords {
  name: Strategy
  title: string
  /** One plain sentence. */
  words: string
  fields: readonly PlanField[]
  /** Whether chosen requests are asked for; `maybe` where they may be left out. */
  when: 'needed' | 'maybe' | 'none'
  /** An example of its weight over time; empty where there is none. */
  example: readonly Step[]
}

const staging: readonly PlanField[] = ['bake', 'minRequests', 'timeout']
const stage = { bake: 100, minRequests: 0, timeout: 600 }
const facts = { judged: false }
const when = [{ kind: 'header', name: 'x', op: 'present' } as const]

export const strategies: readonly StrategyWords[] = [
  {
    name: 'linear',
    title: 'Linear',
    words: 'Equal steps, each with its bake and its verdict.',
    fields: ['step', ...staging],
    when: 'none',
    example: presetSteps({ preset: 'linear', step: 20, ...stage }, facts),
  },
  {
    name: 'exponential',
    title: 'Exponential',
    words: 'Starts with very few requests, then grows faster and faster.',
    fields: ['first', 'factor', ...staging],
    when: 'none',
    example: presetSteps({ preset: 'exponential', first: 1, factor: 2, ...stage }, facts),
  },
  {
    name: 'blue-green',
    title: 'Blue-green',
    words: 'Everything in one move after a preview; the old version stays ready.',
    fields: staging,
    when: 'maybe',
    example: presetSteps({ preset: 'blue-green', preview: when, ...stage }, facts),
  },
  {
    name: 'dark-launch',
    title: 'Dark launch',
    words: 'Chosen requests first, then a canary for everybody.',
    fields: ['step', ...staging],
    when: 'needed',
    example: presetSteps({ preset: 'dark-launch', when, step: 34, ...stage }, facts),
  },
  {
    name: 'mirror-first',
    title: 'Mirror first',
    words: 'A copy of the requests is judged before any user sees the canary.',
    fields: ['percent', 'step', ...staging],
    when: 'none',
    example: presetSteps({ preset: 'mirror-first', percent: 100, step: 34, ...stage }, facts),
  },
  {
    name: 'ab',
    title: 'A/B',
    words: 'Chosen requests for a fixed time; then a person decides.',
    fields: ['for', 'minRequests'],
    when: 'needed',
    example: presetSteps({ preset: 'ab', when, for: 100, ...stage }, facts),
  },
  {
    name: 'replica-canary',
    title: 'Replica canary',
    words: 'The number of pods decides the weight; works on plain Kubernetes.',
    fields: ['step', ...staging],
    when: 'none',
    example: presetSteps({ preset: 'replica-canary', step: 25, ...stage }, facts),
  },
  {
    name: 'template',
    title: 'From a template',
    words: 'A plan that somebody saved under a name.',
    fields: [],
    when: 'none',
    example: [],
  },
  {
    name: 'own',
    title: 'Own steps',
    words: 'Every step written out, as YAML.',
    fields: [],
    when: 'none',
    example: [],
  },
]

export const isStrategy = (text: string): text is Strategy => strategies.some(({ name }) => name === text)

export function strategyWords(name: Strategy): StrategyWords {
  const found = strategies.find((entry) => entry.name === name)
  if (found === undefined) throw new Error(`There is no strategy ${name}.`)
  return found
}
