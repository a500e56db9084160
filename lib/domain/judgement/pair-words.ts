import type { AllSucceedCheck, CheckResult } from './check'
import { ratioOf, type Comparison } from './comparison'
import { countWords, rateWords, ratioWords, requestWords, shareWords } from './figures'
import { carriedBy, type GoodEnough } from './good-enough'
import type { PairCounts, RatioCheck } from './pair-counts'

type Subject = Pick<RatioCheck | AllSucceedCheck, 'kind'> & { thresholdMs?: number }

/** What has shown that the canary is worse, or seems to: both shares, how many times as often, and at least how many. */
export function worseWords(check: Subject, attempt: Comparison, fails: boolean): string {
  const low = ratioOf(attempt)?.low ?? 0
  const times =
    attempt.control.bad === 0
      ? ''
      : `${ratioWords(rateOf(attempt, 'canary') / rateOf(attempt, 'control'))} times as often`
  const least = low > 1 ? `at least ${ratioWords(low)}${times === '' ? ' times as often' : ''}` : ''
  const how =
    times === '' ? (least === '' ? '' : `: ${least}`) : `: ${times}${least === '' ? '' : ` (${least})`}`
  return `${sidesWords(check, attempt)}${how}. ${fails ? 'Fails.' : 'It may be worse; too early to fail it.'}`
}

/** Why it is good enough. */
export function passWords(check: RatioCheck, stage: GoodEnough): string {
  const why =
    carriedBy(stage, check.maxRatio) === 'ratio'
      ? `less than ${ratioWords(check.maxRatio)} times as often as the stable version`
      : `less than the largest acceptable share, ${rateWords(stage.largestRate)}`
  return `${sidesWords(check, stage)}: ${why}. Good enough.`
}

/** How far it is. */
export function inconclusiveWords(check: RatioCheck, stage: GoodEnough, needed: number | undefined): string {
  const more =
    needed === undefined
      ? `At this rate it will not pass: the largest acceptable share is ${rateWords(stage.largestRate)}.`
      : `About ${countWords(needed)} more to pass, if they go on like this.`
  return `${sidesWords(check, stage)}. Not enough to say. ${more}`
}

/** Nothing of the canary has been counted in the stage. */
export function nothingWords(needed: number | undefined): string {
  const wanted = needed === undefined ? '' : ` About ${countWords(needed)} are needed if none is bad.`
  return `No requests of the canary were counted yet.${wanted}`
}

/** Both shares with the requests they are of. */
export function sidesWords(check: Subject, { canary, control }: PairCounts): string {
  const own = `The canary ${verbOf(check)} ${shareWords(canary)} of ${requestWords(canary.total)}`
  if (control.total === 0) return own
  return `${own}, the stable version ${shareWords(control)} of ${countWords(control.total)}`
}

function verbOf({ kind, thresholdMs }: Subject): string {
  const verbs: Partial<Record<CheckResult['kind'], string>> = {
    latency: `takes longer than ${String(thresholdMs)} ms for`,
    counters: 'has counted as bad',
  }
  return verbs[kind] ?? 'fails'
}

function rateOf(counts: PairCounts, side: keyof PairCounts): number {
  return counts[side].bad / counts[side].total
}
