import type { ServiceDetailDto } from '../../contracts/services'
import { isDomainError } from '../../domain/errors'
import { governedBy } from '../../domain/judgement/governed-callers'
import { verifyRules, worstVerification } from '../../domain/judgement/verify-rules'
import type { RuleVerification } from '../../domain/judgement/verify-rules'
import type { ObservedShare, SplitVerification } from '../../domain/judgement/split-verification'
import { backingServices } from '../../domain/topology/service-hosts'
import type { VersionRate } from '../../domain/topology/service-stats'
import { statsOf } from '../../domain/topology/service-stats'
import type { LatencyBand, ServiceCounts } from '../../domain/topology/traffic'
import type { Route, ServiceRef } from '../../domain/traffic/model'
import type { ServiceContext } from '../context'
import { requireView } from '../traffic/find-route'

const longestEvidenceMs = 30 * 60_000
/** Until the propagation of a cluster has been measured. */
const propagationMs = 2000
const latencyWindow = 60

type Observation = Pick<ServiceDetailDto, 'observed' | 'observedProblem'>
type Latencies = Record<string, { p50: LatencyBand; p95: LatencyBand; p99: LatencyBand }>

/** What the metrics saw of a service since its routes last changed, and whether it is what was asked for. */
export async function observeService(
  ctx: ServiceContext,
  service: ServiceRef,
  routes: Route[],
): Promise<Observation> {
  const { metrics } = ctx.ports
  const others = backingServices(routes, service)
  const now = ctx.now()
  const settled = settledSince(routes, (metrics.health().scrapeSeconds ?? 5) * 1000)
  const since = new Date(Math.min(now.getTime(), Math.max(now.getTime() - longestEvidenceMs, settled)))
  try {
    const [counts, latency, snapshot] = await Promise.all([
      metrics.counts(service, since, undefined, others),
      metrics.latency(service, latencyWindow, others),
      metrics.traffic(latencyWindow),
    ])
    const options = { settledSince: new Date(settled).toISOString() }
    const view = requireView(ctx, service.cluster)
    const rules = verifyRules(routes, counts, options, ctx.ports.telemetryTargets(), governedBy(view))
    const worst = worstVerification(rules)
    if (worst !== undefined) ctx.ports.splitJudged(worst.state)
    const rates =
      statsOf(snapshot, service.namespace, [service.name, ...others])?.versions ??
      new Map<string, VersionRate>()
    return {
      observed: {
        window: Math.max(0, (Date.parse(counts.to) - Date.parse(counts.from)) / 1000),
        at: counts.to,
        source: snapshot.source,
        age: Math.max(0, (now.getTime() - Date.parse(counts.to)) / 1000),
        stale: snapshot.stale,
        versions: versionsOf(rules, counts, latency, rates),
        rules: rules.map(({ route, rule, verification }) => ({
          route,
          rule,
          versions: verification.versions,
          verification: verificationDto(verification),
        })),
        verification: verificationDto(worst ?? nothing),
      },
    }
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { observed: null, observedProblem: error.message }
  }
}

const nothing: SplitVerification = {
  state: 'unverifiable',
  reason: 'no-rules',
  requestsSeen: 0,
  versions: [],
}

/** The last change of any of the routes, two scrapes and the propagation. Unix milliseconds; 0 when nobody knows. */
function settledSince(routes: Route[], scrapeMs: number): number {
  const last = Math.max(0, ...routes.map(({ writer }) => (writer ? Date.parse(writer.time) : 0)))
  return last === 0 ? 0 : last + 2 * scrapeMs + propagationMs
}

const verificationDto = ({ state, reason, requestsSeen, requestsNeeded }: SplitVerification) => ({
  state,
  reason,
  requestsSeen,
  ...(requestsNeeded === undefined ? {} : { requestsNeeded }),
})

/**
 * The figures of every version that was seen. Right after a change there is no evidence yet: then shares and
 * success are those of the last minute.
 */
function versionsOf(
  rules: RuleVerification[],
  counts: ServiceCounts,
  latency: Latencies,
  rates: Map<string, VersionRate>,
) {
  const shares = new Map<string, ObservedShare>()
  for (const { verification } of rules)
    for (const share of verification.versions) shares.set(share.version, share)
  const counted = new Map(counts.versions.map((entry) => [entry.version, entry]))
  const evidence = counts.versions.some(({ requests }) => requests > 0)
  const total = [...rates.values()].reduce((sum, { rate }) => sum + rate, 0)
  return [...new Set([...counted.keys(), ...rates.keys()])].sort().map((version) => {
    const { requests = 0, failures = 0 } = counted.get(version) ?? {}
    const { rate = 0, failing = 0 } = rates.get(version) ?? {}
    const share = shares.get(version)
    const recent = total > 0 ? (rate / total) * 100 : 0
    const bands = latency[version]
    return {
      version,
      requests,
      percent: evidence ? (share?.percent ?? recent) : recent,
      low: share?.low ?? 0,
      high: share?.high ?? 100,
      rate,
      successShare:
        requests > 0 ? (1 - failures / requests) * 100 : rate > 0 ? (1 - failing / rate) * 100 : null,
      p50: bands?.p50 ?? null,
      p95: bands?.p95 ?? null,
      p99: bands?.p99 ?? null,
    }
  })
}
