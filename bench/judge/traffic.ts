import type { Counted } from '@/lib/domain/judgement/check'
import type { PairCounts } from '@/lib/domain/judgement/pair-counts'
import { seeded } from '@/lib/domain/judgement/simulated-counts'
import { binomial, poisson } from './sampler'

/** What a simulated release goes through. */
export interface Traffic {
  /** Requests a second of both sides. */
  rps: number
  /** Failure rates, 0–1. */
  control: number
  canary: number
  /** Failures come so many at a time; 1 by default. */
  cluster?: number
}

/** Seconds from one look to the next; a release is watched for an hour, with 10 % of the requests on the canary. */
export const lookSeconds = 15
export const looks = 240
export const canaryShare = 0.1
/** Looks at the stable version alone before the canary gets traffic. */
export const looksBefore = 40

/** What one look shows, with a third version of the canary's size for judges that want one: a sample of the control. */
export interface Look extends PairCounts {
  baseline: Counted
}

/** One simulated release: what every look shows, the same for every judge. */
export interface Simulated {
  before: Look[]
  during: Look[]
}

/** Simulates one release; the same seed gives the same one. */
export function simulate(traffic: Traffic, seed: number): Simulated {
  const random = seeded(seed)
  return {
    before: Array.from({ length: looksBefore }, () => look(random, traffic, 0)),
    during: Array.from({ length: looks }, () => look(random, traffic, canaryShare)),
  }
}

/** A seed for each release of each row, far apart for neighbours (Knuth's multiplicative hash). */
export function seedOf(seed: number, row: number, release: number): number {
  return (
    Math.imul(Math.imul(seed + 1, 2654435761) ^ (row + 1), 2246822519) ^ Math.imul(release + 1, 3266489917)
  )
}

function look(random: () => number, { rps, control, canary, cluster = 1 }: Traffic, share: number): Look {
  const requests = poisson(random, rps * lookSeconds)
  const own = binomial(random, requests, share)
  const others = requests - own
  const side = (total: number, rate: number) => ({
    total,
    bad: Math.min(total, cluster * binomial(random, Math.floor(total / cluster), rate)),
  })
  const sides = { canary: side(own, canary), control: side(others, control) }
  const sampled = others === 0 ? 0 : Math.min(1, own / others)
  return { ...sides, baseline: { total: own, bad: binomial(random, sides.control.bad, sampled) } }
}
