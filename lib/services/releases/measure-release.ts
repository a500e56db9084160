import type { Check, Interval, PodsReading, SideCounts } from '../../domain/judgement/check'
import { readPods } from '../../domain/judgement/read-pods'
import type { Measured } from '../../domain/ports'
import type { ReleaseRecord } from '../../domain/release/release'
import { backingServices } from '../../domain/topology/service-hosts'
import type { ServiceContext } from '../context'
import { requireView, routesOf } from '../traffic/find-route'
import { measureCounters, orProblem, readValues } from './measure-queries'

/** What is to be measured: samples after `from` up to `to`, for a canary that gets requests or copies alone. */
export interface MeasureSpan {
  from: Date
  to: Date
  source: Interval['source']
  /** Whether the stable version, or the baseline, gets traffic to compare with. */
  control: boolean
}

/**
 * Everything that the judge learns of one interval: requests, counters, values, pods. The interval ends with the last
 * sample used, where the next begins. What cannot be had is a problem in words, of one check or of the whole interval,
 * which then is empty; no DomainError is thrown.
 */
export async function measureRelease(
  ctx: ServiceContext,
  release: ReleaseRecord,
  span: MeasureSpan,
): Promise<Interval> {
  const pods = podsNow(ctx, release)
  const measured = await orProblem(() => measureSides(ctx, release, span))
  if ('problem' in measured) return withoutMetrics(release, span, measured.problem, pods)

  const used = { from: span.from, to: new Date(measured.to) }
  const control = span.control ? controlOf(release) : undefined
  const [counted, read] = await Promise.all([
    measureCounters(ctx.ports.metrics, release, used, control),
    readValues(ctx.ports.metrics, release, span.to),
  ])
  return {
    from: span.from.toISOString(),
    to: measured.to,
    source: span.source,
    complete: measured.complete && counted.complete && read.complete,
    canary: sideOf(measured, release.to),
    ...(control === undefined ? {} : { control: sideOf(measured, control) }),
    counters: counted.counters,
    values: read.values,
    ...(pods === undefined ? {} : { pods }),
  }
}

/** The version that the canary is compared with. */
const controlOf = ({ plan, from }: ReleaseRecord): string => plan.baseline ?? from

async function measureSides(
  ctx: ServiceContext,
  { service, plan }: ReleaseRecord,
  { from, to, source }: MeasureSpan,
): Promise<Measured> {
  const routes = routesOf(ctx.ports, requireView(ctx, service.cluster), service)
  const thresholds = plan.checks.flatMap((check) => (check.kind === 'latency' ? [check.thresholdMs] : []))
  return await ctx.ports.metrics.measure({
    service,
    others: backingServices(routes, service),
    from,
    to,
    side: source === 'mirror' ? 'arrived' : 'asked',
    slowerThan: [...new Set(thresholds)].sort((a, b) => a - b),
  })
}

function sideOf({ versions }: Measured, version: string): SideCounts {
  return (Object.hasOwn(versions, version) ? versions[version] : undefined) ?? nothing()
}

const nothing = (): SideCounts => ({ requests: 0, failures: 0, slow: {} })

/** Nothing else is asked for: the same Prometheus would not answer that either. */
function withoutMetrics(
  { plan }: ReleaseRecord,
  { from, source, control }: MeasureSpan,
  problem: string,
  pods: PodsReading | undefined,
): Interval {
  const allOf = (kind: Check['kind']) =>
    Object.fromEntries(
      plan.checks.filter((check) => check.kind === kind).map(({ name }) => [name, { problem }]),
    )
  return {
    from: from.toISOString(),
    to: from.toISOString(),
    source,
    complete: false,
    problem,
    canary: nothing(),
    ...(control ? { control: nothing() } : {}),
    counters: allOf('counters'),
    values: allOf('promql'),
    ...(pods === undefined ? {} : { pods }),
  }
}

/** Absent while the cluster has not been read, or its pods may not be. */
function podsNow(ctx: ServiceContext, release: ReleaseRecord): PodsReading | undefined {
  if (!release.plan.checks.some(({ kind }) => kind === 'pods')) return undefined
  const { cluster } = release.service
  const view = ctx.ports.clusters.view(cluster)
  if (view === undefined) return undefined
  const { synced, unread } = ctx.ports.clusters.health(cluster)
  if (!synced || unread.includes('pods')) return undefined
  const version = ctx.ports.versionsOf(view, release.service).find((each) => each.version === release.to)
  const since = new Date(release.startedAt ?? release.createdAt)
  return readPods(view, release.service, version ?? { ...withoutPods, version: release.to }, since)
}

const withoutPods = { workloads: [], readyPods: 0, injected: false }
