/** What a release is judged by. Every check has a name that is unique in its plan. */

type Named = {
  name: string
}

/** The share of requests that fail (API.md "Units"), canary against control. */
export type SuccessRateCheck = Named & {
  kind: 'success-rate'
  /** The largest acceptable ratio of the canary's failure rate to the control's, δ. */
  maxRatio: number
  /** Percent that must succeed, where an objective is given: fixes p_max of *good enough?*. */
  slo?: number
}

/**
 * Every request of the stage succeeded, at least `minRequests` of them. After one failure it cannot pass in this stage; it
 * fails only when the failures show a worse canary.
 */
export type AllSucceedCheck = Named & {
  kind: 'all-succeed'
  minRequests: number
}

/** The share of requests slower than a bound of the histogram, by the same tests as the success rate. */
export type LatencyCheck = Named & {
  kind: 'latency'
  /** Milliseconds; the next bound of the histogram at or above it is used. */
  thresholdMs: number
  maxRatio: number
  /** Percent of the requests that must be at least this fast, where an objective is given. */
  slo?: number
}

/** Any pair of counters: a total, and those of it that are bad. PromQL instant selectors of counters, see `promql`. */
export type CountersCheck = Named & {
  kind: 'counters'
  total: string
  bad: string
  maxRatio: number
  slo?: number
}

/** Fails when the canary alone burns its error budget faster than `maxBurn` times (SRE workbook, 14.4 for a page). */
export type BurnCheck = Named & {
  kind: 'burn'
  slo: number
  maxBurn: number
}

/** Crash loops, restarts since the attempt began, pods that are not ready. */
export type PodsCheck = Named & {
  kind: 'pods'
  maxRestarts: number
}

/**
 * A number that a PromQL expression answers, with conditions such as `< 0.5` or `>= 99 and < 101`. `$version`,
 * `$stable`, `$namespace` and `$service` in the text stand for quoted strings. No condition that holds: inconclusive.
 */
export type PromqlCheck = Named & {
  kind: 'promql'
  query: string
  pass?: string
  fail?: string
  hold?: string
}

export type Check =
  SuccessRateCheck | AllSucceedCheck | LatencyCheck | CountersCheck | BurnCheck | PodsCheck | PromqlCheck

export type VerdictState = 'pass' | 'fail' | 'inconclusive' | 'error'

export interface Verdict {
  state: VerdictState
  /** Plain words with the figures behind it. */
  words: string
}

/** What one check says now. */
export interface CheckResult {
  name: string
  kind: Check['kind']
  state: VerdictState
  /** Plain words with figures. */
  evidence: string
  /** Requests of the canary that were counted in this stage. */
  requestsSeen: number
  /** More of the canary's requests until it can pass, if they go on as they did. */
  requestsNeeded?: number
  /** e-values: of *worse?* (fails at 100, warns at 20) and of *good enough?* (passes at 20). */
  worse?: number
  goodEnough?: number
  /** Confidence sequence of the ratio canary to control; null where it has no bound. */
  ratio?: { low: number; high: number | null }
}

export interface Judgement {
  verdict: Verdict
  checks: CheckResult[]
}

/** Integer counts of one version over an interval; `slow` by threshold in milliseconds as text. */
export interface SideCounts {
  requests: number
  failures: number
  slow: Record<string, number>
}

/** What the metrics and the cluster showed of a release over one interval; intervals neither overlap nor leave gaps. */
export interface Interval {
  /** RFC 3339. */
  from: string
  to: string
  /** `mirror`: the canary gets copies alone, so both sides are counted where the requests arrive. */
  source: 'live' | 'mirror'
  /** False when Prometheus warned, or scrapes are missing. */
  complete: boolean
  /** Why the metrics of this interval cannot be used, in words. */
  problem?: string
  canary: SideCounts
  /** The stable version, or the baseline; absent where it gets no traffic. */
  control?: SideCounts
  /** Counts of `counters` checks by name. */
  counters: Record<string, { canary: Counted; control?: Counted } | { problem: string }>
  /** Values of `promql` checks by name; null: no answer, NaN or infinite. */
  values: Record<string, { value: number | null } | { problem: string }>
  pods?: PodsReading
}

export interface Counted {
  total: number
  bad: number
}

/** The canary's pods now. */
export interface PodsReading {
  ready: number
  desired: number
  /** Since the attempt began. */
  restarts: number
  /** Names of pods in CrashLoopBackOff. */
  crashLooping: string[]
  /** Names of pods that were never scheduled or cannot start. */
  stuck: string[]
}
