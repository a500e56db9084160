import type { BadgeTone } from '@/components/ui/badge'
import { formatPercent } from '@/components/ui/format-number'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { sideNames } from './change-words'

/** Glyph, word and colour of each state; the glyph is there so that colour never stands alone. */
export const stateSigns: Readonly<
  Record<RolloutDto['state'], { glyph: string; word: string; tone: BadgeTone }>
> = {
  progressing: { glyph: '▶', word: 'in progress', tone: 'info' },
  paused: { glyph: '❙❙', word: 'paused', tone: 'canary' },
  complete: { glyph: '✓', word: 'complete', tone: 'ok' },
  degraded: { glyph: '◆', word: 'degraded', tone: 'degraded' },
  failed: { glyph: '▲', word: 'failed', tone: 'failing' },
}

export const toolNames: Readonly<Record<RolloutDto['tool'], string>> = {
  kubernetes: 'Kubernetes',
  'argo-rollouts': 'Argo Rollouts',
  flagger: 'Flagger',
}

export const kindWords: Readonly<Record<RolloutDto['kind'], string>> = {
  rolling: 'rolling update',
  recreate: 'recreate',
  canary: 'canary',
  'blue-green': 'blue-green',
}

type Counts = Pick<RolloutDto, 'desired' | 'updated' | 'available' | 'from'>

/** "2 of 5 pods are new", of a first start "3 of 5 pods are available". A surge above the wanted pods is not counted. */
export function podWords({ desired, updated, available, from }: Counts): string {
  if (desired === 0) return 'no pods are wanted'
  const pods = desired === 1 ? 'pod is' : 'pods are'
  if (from === null) return `${Math.min(available, desired)} of ${desired} ${pods} available`
  const short = updated >= desired && available < desired ? `, ${available} available` : ''
  return `${Math.min(updated, desired)} of ${desired} ${pods} new${short}`
}

/** The share that is new, 0–1: of the traffic where the tool tells it, else of the pods. */
export function doneShare({
  weight,
  desired,
  updated,
}: Pick<RolloutDto, 'weight' | 'desired' | 'updated'>): number {
  if (weight !== undefined) return Math.min(1, Math.max(0, weight / 100))
  return desired === 0 ? 1 : Math.min(1, updated / desired)
}

/** "20 %, step 2 of 4" or "2 of 5 pods are new". */
export function progressWords(rollout: Counts & Pick<RolloutDto, 'weight' | 'step'>): string {
  const { weight, step } = rollout
  const parts = [
    weight === undefined ? podWords(rollout) : formatPercent(weight),
    step === undefined ? '' : `step ${step.index} of ${step.of}`,
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** How many pods a rolling update may have besides the wanted ones, as `ResolveFenceposts` of Kubernetes counts. */
export function limitWords(limits: NonNullable<RolloutDto['limits']>, desired: number): string {
  const more = podsOf(limits.maxSurge, desired, Math.ceil)
  const fewer = podsOf(limits.maxUnavailable, desired, Math.floor)
  if (more === null || fewer === null) {
    return `At most ${limits.maxSurge} pods more than wanted, and ${limits.maxUnavailable} fewer available.`
  }
  // Both at nothing would never move, so the controller allows one to be away.
  const away = more === 0 && fewer === 0 ? 1 : fewer
  const count = (pods: number) => (pods === 0 ? 'none' : String(pods))
  return `At most ${count(more)} more than the ${desired} wanted, and ${count(away)} fewer available.`
}

function podsOf(limit: string, desired: number, round: (value: number) => number): number | null {
  if (/^\d+$/.test(limit)) return Number(limit)
  const percent = /^(\d+)%$/.exec(limit)?.[1]
  return percent === undefined ? null : round((desired * Number(percent)) / 100)
}

export interface RolloutWords {
  headline: string
  /** What that means for traffic, and what comes next. */
  meaning: string
}

const doing: Readonly<Record<RolloutDto['kind'], string>> = {
  rolling: 'Rolling out',
  recreate: 'Recreating',
  canary: 'Moving traffic',
  'blue-green': 'Preparing to switch',
}

/** The state as one would say it. */
export function rolloutWords(rollout: RolloutDto): RolloutWords {
  const { state, kind, tool, from } = rollout
  const name = sideNames(rollout)
  const at =
    rollout.weight === undefined ? podWords(rollout) : `${name.to} at ${formatPercent(rollout.weight)}`
  const own = tool === 'kubernetes'
  switch (state) {
    case 'progressing':
      return {
        headline: `${doing[kind]}: ${at}`,
        meaning: kind === 'recreate' ? OUTAGE : own ? BY_PODS : `${toolNames[tool]} decides when it goes on.`,
      }
    case 'paused':
      return {
        headline: `Paused: ${at}`,
        meaning: own
          ? 'No more pods are replaced until somebody resumes it.'
          : `It waits until somebody lets it go on in ${toolNames[tool]}.`,
      }
    case 'complete':
      return {
        headline: `${name.to} has replaced ${from === null ? 'nothing: it is the first' : name.from}`,
        meaning:
          rollout.allowed.includes('undo') && from !== null
            ? `Undo puts ${name.from} back.`
            : 'Nothing is left to happen.',
      }
    case 'degraded':
      return {
        headline: `Degraded: ${at}`,
        meaning: own
          ? 'Kubernetes cannot make the pods that it wants, and keeps trying.'
          : `${toolNames[tool]} has stopped or aborted it; traffic goes where its controller put it.`,
      }
    case 'failed':
      return {
        headline: `Failed: ${at}`,
        meaning: own
          ? 'Kubernetes keeps trying, but nothing has moved within the deadline. Old pods that still run go on serving.'
          : `${toolNames[tool]} has given it up; traffic goes where its controller put it.`,
      }
  }
}

const BY_PODS = 'Traffic follows the pods that are ready, old and new.'
const OUTAGE = 'All old pods go before the new ones come, so nothing answers in between.'
