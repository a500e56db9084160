import type { ServiceCounts } from '../topology/traffic'
import { overdispersion } from './overdispersion'
import { shareSequence, type SharePrior } from './share-sequence'
import { standingOf, toleranceOf } from './tolerance'

export interface DesiredShare {
  version: string
  /** 0–100. */
  percent: number
}

/** Confidence sequence of a version's share, 0–100. */
export interface ObservedShare {
  version: string
  percent: number
  low: number
  high: number
}

export type UnverifiableReason =
  | 'sticky'
  | 'several-rules'
  | 'no-metrics'
  | 'overdispersed'
  | 'unknown-version'
  | 'gateway-only'
  | 'mirrored'
  | 'no-telemetry'
  | 'counted-together'

export interface SplitVerification {
  state: 'verified' | 'converging' | 'off' | 'unverifiable'
  /** A code of UnverifiableReason where the state is `unverifiable`, else a sentence. */
  reason: string
  requestsSeen: number
  requestsNeeded?: number
  versions: ObservedShare[]
}

export interface VerificationOptions {
  /** RFC 3339: the last write plus settling; evidence that ends before it says nothing. */
  settledSince?: string | undefined
  /** What keeps callers on one version, where something does. */
  sticky?: string | undefined
}

/** Confidence of the sequences: wrong at any look with at most this probability. */
const alpha = 0.001
/** Overdispersion past which requests are not the unit that is split. */
const largestOverdispersion = 10
const fewestIntervals = 4
const mostNeeded = 1e8

/** Judges the observed split against the desired one (DESIGN §5); may be asked at any time. */
export function verifySplit(
  desired: readonly DesiredShare[],
  counts: ServiceCounts | undefined,
  options: VerificationOptions = {},
): SplitVerification {
  if (counts === undefined) return unverifiable('no-metrics', 0, nothingSeen(desired))
  const shares = withStrays(desired, counts)
  const requests = new Map(counts.versions.map((version) => [version.version, version.requests]))
  const seen = counts.versions.reduce((sum, version) => sum + version.requests, 0)
  const factor = Math.max(1, overdispersion(counts.versions.map(({ perInterval }) => perInterval)))
  const strength = priorStrength(shares)
  const versions = shares.map(({ version, percent }) =>
    observed(version, requests.get(version) ?? 0, seen, factor, priorFor(percent, strength)),
  )
  const [only] = desired
  if (desired.length === 1 && only !== undefined && shares.length === 1)
    return {
      state: 'verified',
      reason: `${only.version} is the only destination.`,
      requestsSeen: seen,
      versions,
    }
  if (options.sticky !== undefined) return unverifiable('sticky', seen, versions)
  if (factor > largestOverdispersion) return unverifiable('overdispersed', seen, versions)

  const needed = Math.ceil(requestsFor(shares, versions, seen, factor, strength) - seen)
  const converging = (reason: string): SplitVerification => ({
    state: 'converging',
    reason,
    requestsSeen: seen,
    ...(needed > 0 ? { requestsNeeded: needed } : {}),
    versions,
  })
  if (options.settledSince !== undefined && Date.parse(counts.to) <= Date.parse(options.settledSince))
    return converging('The last change is still settling.')
  if (!counts.complete) return converging('The metrics of this time are incomplete.')
  const intervals = Math.max(0, ...counts.versions.map(({ perInterval }) => perInterval.length))
  if (intervals > 0 && intervals < fewestIntervals)
    return converging('Too few scrapes since the last change.')

  const standings = shares.map(({ percent }, index) =>
    standingOf(percent, versions[index] ?? { low: 0, high: 100 }),
  )
  const wrong = standings.indexOf('outside')
  if (wrong !== -1) {
    const share = versions[wrong]
    const words = `${share?.version ?? ''} gets ${points(share?.percent ?? 0)} % of the requests instead of ${points(shares[wrong]?.percent ?? 0)} %.`
    return { state: 'off', reason: words, requestsSeen: seen, versions }
  }
  if (standings.every((standing) => standing === 'within'))
    return {
      state: 'verified',
      reason: 'Every version gets its share of the requests.',
      requestsSeen: seen,
      versions,
    }
  return converging('Not enough requests yet.')
}

/** Versions that take requests without being wanted are held against 0 %. */
function withStrays(desired: readonly DesiredShare[], counts: ServiceCounts): DesiredShare[] {
  const known = new Set(desired.map(({ version }) => version))
  const strays = counts.versions.filter(({ version, requests }) => requests > 0 && !known.has(version))
  return [...desired, ...strays.map(({ version }) => ({ version, percent: 0 }))]
}

/** As wide as the narrowest tolerance, which makes the sequence tightest where it decides; common to all versions. */
function priorStrength(shares: readonly DesiredShare[]): number {
  const wanted = shares.map(({ percent }) => {
    const tolerance = percent > 0 ? toleranceOf(percent) : 1
    return (percent * (100 - percent)) / tolerance ** 2
  })
  return Math.min(2000, Math.max(100, ...wanted))
}

function priorFor(percent: number, strength: number): SharePrior {
  const a = Math.min(strength - 0.5, Math.max(0.5, (strength * percent) / 100))
  return { a, b: strength - a }
}

function observed(
  version: string,
  hits: number,
  total: number,
  factor: number,
  prior: SharePrior,
): ObservedShare {
  const { low, high } = shareSequence(hits / factor, total / factor, prior, alpha)
  return { version, percent: total > 0 ? (hits / total) * 100 : 0, low: low * 100, high: high * 100 }
}

/** The number of requests, all told, after which every version would be verified if it gets about its share. */
function requestsFor(
  shares: readonly DesiredShare[],
  versions: readonly ObservedShare[],
  seen: number,
  factor: number,
  strength: number,
): number {
  const enough = (total: number) =>
    shares.every(({ percent }, index) => {
      const slack = percent > 0 ? toleranceOf(percent) / 2 : 0.5
      const now = seen > 0 ? (versions[index]?.percent ?? percent) : percent
      const share = Math.min(percent + slack, Math.max(percent - slack, now))
      const range = observed('', (share / 100) * total, total, factor, priorFor(percent, strength))
      return standingOf(percent, range) === 'within'
    })
  let high = Math.max(100, seen)
  while (!enough(high) && high < mostNeeded) high *= 2
  let low = Math.max(0, seen)
  for (let step = 0; step < 20 && high - low > 10; step += 1) {
    const middle = (low + high) / 2
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

function nothingSeen(desired: readonly DesiredShare[]): ObservedShare[] {
  return desired.map(({ version }) => ({ version, percent: 0, low: 0, high: 100 }))
}

function unverifiable(
  reason: UnverifiableReason,
  requestsSeen: number,
  versions: ObservedShare[],
): SplitVerification {
  return { state: 'unverifiable', reason, requestsSeen, versions }
}

function points(percent: number): string {
  return percent.toFixed(percent < 10 ? 1 : 0)
}
