import { formatCount } from '@/components/ui/format-number'
import { formatClock, formatDuration } from '@/components/ui/format-time'
import type { ReleaseDto } from '@/lib/contracts/releases'

export interface Countdown {
  /** "3:12 left", "time is up", "paused"; empty where nothing is counted. */
  time: string
  /** "7,410 of 500 requests", "120 requests"; empty where none are counted. */
  requests: string
  /** How far the stage in hand is, 0–1; null where nobody can say. */
  progress: number | null
  /** The bake's time is over and only requests are awaited. */
  awaitsRequests: boolean
}

type Counted = Pick<ReleaseDto, 'state' | 'step' | 'plan'>

/** The step in hand at `now` (epoch milliseconds; 0 before the first tick in the browser). */
export function countdownOf(release: Counted, now: number): Countdown {
  const { state, step } = release
  const planned = release.plan.steps[step.index]
  if (planned?.kind !== 'bake') {
    const progress = state === 'running' || state === 'promoting' ? 0 : null
    return { time: '', requests: '', progress, awaitsRequests: false }
  }
  const counts = state === 'running' || state === 'paused' || state === 'holding'
  const requests = counts ? requestWords(step) : ''
  const lacking = step.requestsWanted !== undefined && (step.requestsSeen ?? 0) < step.requestsWanted
  if (state !== 'running' || step.until === undefined) {
    const time = state === 'paused' ? 'paused' : state === 'holding' ? 'holding' : ''
    return { time, requests, progress: null, awaitsRequests: false }
  }
  const left = now === 0 ? planned.seconds : Math.max(0, (Date.parse(step.until) - now) / 1000)
  const over = left < 0.5
  return {
    time: over ? 'time is up' : `${formatClock(Math.ceil(left))} left`,
    requests,
    progress: planned.seconds === 0 ? 1 : Math.min(1, Math.max(0, 1 - left / planned.seconds)),
    awaitsRequests: over && lacking,
  }
}

function requestWords({ requestsSeen, requestsWanted = 0 }: ReleaseDto['step']): string {
  if (requestsWanted > 0) {
    return requestsSeen === undefined
      ? `wants ${formatCount(requestsWanted)} requests`
      : `${formatCount(requestsSeen)} of ${formatCount(requestsWanted)} requests`
  }
  return requestsSeen === undefined ? '' : `${formatCount(requestsSeen)} requests`
}

/** What a stage still ahead will take: "bake 5 min, 500 requests". */
export function aheadWords(stage: { seconds: number; minRequests: number; weight?: number }): string {
  if (stage.seconds === 0 && stage.minRequests === 0) {
    return stage.weight === undefined ? 'at weight 0' : stage.weight === 100 ? 'all traffic' : 'no bake'
  }
  const wants = stage.minRequests > 0 ? `, ${formatCount(stage.minRequests)} requests` : ''
  return `bake ${lengthWords(stage.seconds)}${wants}`
}

/** "90 s", "5 min", "1 h 30 min": a planned length of time without losing its rest. */
export function lengthWords(seconds: number): string {
  if (seconds < 60) return formatDuration(seconds)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = seconds % 60
  const parts = [
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(minutes > 0 ? [`${minutes} min`] : []),
    ...(rest > 0 ? [`${rest} s`] : []),
  ]
  return parts.slice(0, 2).join(' ')
}
