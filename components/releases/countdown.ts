import { formatCount } from '@/components/ui/format-number'
import { formatClock } from '@/components/ui/format-time'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { lengthWords } from './length-words'

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

type Counted = Pick<ReleaseDto, 'state' | 'step' | 'plan' | 'checks'>

/** The step in hand at `now` (epoch milliseconds; 0 before the first tick in the browser). */
export function countdownOf(release: Counted, now: number): Countdown {
  const { state, step } = release
  const planned = release.plan.steps[step.index]
  if (planned?.kind === 'analysis') return judging(release, planned.timeoutSeconds, now)
  if (planned?.kind === 'approval' && (state === 'running' || state === 'awaiting-approval'))
    return { time: 'waits for approval', requests: '', progress: null, awaitsRequests: false }
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

/** An analysis ends with its verdict; the clock only says when a person is asked. */
function judging({ state, step, checks }: Counted, timeout: number, now: number): Countdown {
  const none = { progress: null, awaitsRequests: false }
  if (state === 'paused' || state === 'holding') return { ...none, time: state, requests: requestWords(step) }
  if (state !== 'running') return { ...none, time: '', requests: '' }
  const needed = Math.max(0, ...checks.map(({ requestsNeeded = 0 }) => requestsNeeded))
  const requests = needed > 0 ? `about ${formatCount(needed)} more requests` : requestWords(step)
  if (step.until === undefined) return { ...none, time: 'being judged', requests }
  const left = now === 0 ? timeout : Math.max(0, (Date.parse(step.until) - now) / 1000)
  return {
    time: `being judged, ${formatClock(Math.ceil(left))} until a person is asked`,
    requests,
    progress: timeout === 0 ? 1 : Math.min(1, Math.max(0, 1 - left / timeout)),
    awaitsRequests: false,
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

interface Ahead {
  seconds: number
  minRequests: number
  weight?: number | undefined
  judged?: number | undefined
  approvals?: number | undefined
}

/** What a stage still ahead will take: "bake 5 min, 500 requests", "bake 5 min, judged, 1 approval". */
export function aheadWords({ seconds, minRequests, weight, judged, approvals }: Ahead): string {
  const parts = [
    ...(seconds > 0 ? [`bake ${lengthWords(seconds)}`] : []),
    ...(minRequests > 0 ? [`${formatCount(minRequests)} requests`] : []),
    ...(judged === undefined ? [] : ['judged']),
    ...(approvals === undefined ? [] : [approvals === 1 ? '1 approval' : `${approvals} approvals`]),
  ]
  if (parts.length > 0) return parts.join(', ')
  return weight === undefined ? 'at weight 0' : weight === 100 ? 'all traffic' : 'no bake'
}
