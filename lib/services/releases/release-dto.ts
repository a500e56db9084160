import type { ReleaseDto } from '../../contracts/releases'
import { isDomainError } from '../../domain/errors'
import { servedSeconds } from '../../domain/release/decide-step'
import { stepAfterPromote } from '../../domain/release/plan'
import type { ReleaseRecord } from '../../domain/release/release'
import { allowedVerbs, isLive } from '../../domain/release/state-machine'
import type { Actor, OperationRecord } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { operationDto } from '../operations/read-operations'
import { approvalDto } from './approval-dto'
import { standingJudgement } from './gather-evidence'
import { releaseChecks, type Evidence } from './release-checks'
import { leastLivePercent, liveCanaryPercent, rulesOf } from './release-rules'
import { splitOf } from './split-of'
import { stepWords } from './step-words'

/** A release as the API answers it; with `lean`, without what costs a metrics query or the operations. */
export async function releaseDto(
  ctx: ServiceContext,
  release: ReleaseRecord,
  lean = false,
): Promise<ReleaseDto> {
  const now = await ctx.ports.store.now()
  const evidence = lean ? await leanEvidence(ctx, release) : await releaseChecks(ctx, release)
  const operations = lean ? [] : await operationsOf(ctx, release)
  const split = lean || !isLive(release.state) ? undefined : await standing(ctx, release)
  return {
    id: release.id,
    version: release.version,
    state: release.state,
    service: release.service,
    from: release.from,
    to: release.to,
    plan: release.plan,
    planHash: release.planHash,
    attempt: release.attempt,
    step: stepOf(release, now.getTime(), evidence.canaryRequests),
    weight: weightOf(ctx, release),
    ...nextOf(ctx, release),
    ...(release.waitingFor === undefined ? {} : { waitingFor: release.waitingFor }),
    ...(release.holdCause === undefined ? {} : { holdCause: release.holdCause }),
    ...(release.stateSince === undefined ? {} : { stateSince: release.stateSince }),
    ...(release.stageSince === undefined ? {} : { stageSince: release.stageSince }),
    ...(split ? { split } : {}),
    ...(evidence.verdict ? { verdict: evidence.verdict } : {}),
    checks: evidence.checks,
    approvals: release.approvals.map((approval) => approvalDto(release, approval, now)),
    operations: operations.map(operationDto),
    measurements: evidence.measurements,
    people: peopleOf(release),
    log: release.log.map(({ at, kind, words, actor, operation }) => ({
      at,
      kind,
      words,
      ...(actor ? { who: actor.name } : {}),
      ...(operation === undefined ? {} : { operation }),
    })),
    allowed: [...allowedVerbs(release.state)],
    createdAt: release.createdAt,
    ...(release.startedAt === undefined ? {} : { startedAt: release.startedAt }),
    ...(release.endedAt === undefined ? {} : { endedAt: release.endedAt }),
  }
}

/** For lists: the judge's last word, as it was stored. */
async function leanEvidence(ctx: ServiceContext, release: ReleaseRecord): Promise<Evidence> {
  const none: Evidence = { checks: [], measurements: [] }
  if (release.plan.checks.length === 0) return none
  const kept = await ctx.ports.store.evidence.judgement(release.id, release.attempt)
  return kept ? { ...none, ...standingJudgement(release, kept) } : none
}

async function operationsOf(ctx: ServiceContext, release: ReleaseRecord): Promise<OperationRecord[]> {
  const records = await Promise.all(release.operations.map((id) => ctx.ports.store.operations.get(id)))
  return records.filter((record) => record !== undefined)
}

async function standing(ctx: ServiceContext, release: ReleaseRecord): Promise<ReleaseDto['split']> {
  try {
    return await splitOf(ctx, release)
  } catch (error) {
    if (!isDomainError(error)) throw error
    return { state: 'unverifiable', reason: error.message }
  }
}

function stepOf(release: ReleaseRecord, now: number, requestsSeen: number | undefined): ReleaseDto['step'] {
  const of = release.plan.steps.length
  const step = release.plan.steps[release.stepIndex]
  const base = {
    index: release.stepIndex,
    of,
    kind: step?.kind ?? 'done',
    ...(release.stepSince === undefined ? {} : { since: release.stepSince }),
  }
  if (step?.kind === 'weight') return { ...base, weight: step.weight }
  if (step?.kind !== 'bake' && step?.kind !== 'analysis') return base
  const lasting = step.kind === 'bake' ? step.seconds : step.timeoutSeconds
  const left = Math.max(0, lasting - servedSeconds(release, now))
  return {
    ...base,
    ...(release.state === 'running' ? { until: new Date(now + left * 1000).toISOString() } : {}),
    ...(requestsSeen === undefined ? {} : { requestsSeen }),
    requestsWanted: step.minRequests,
  }
}

function weightOf(ctx: ServiceContext, release: ReleaseRecord): number | null {
  const view = ctx.ports.clusters.view(release.service.cluster)
  return view ? liveCanaryPercent(rulesOf(ctx.ports, view, release).rules, release.from, release.to) : null
}

/** What Promote would do now. */
function nextOf(ctx: ServiceContext, release: ReleaseRecord): { next?: string } {
  if (!allowedVerbs(release.state).includes('promote')) return {}
  const view = ctx.ports.clusters.view(release.service.cluster)
  const rules = view ? rulesOf(ctx.ports, view, release).rules : []
  const live = leastLivePercent(rules, release.from, release.to) ?? undefined
  const step = release.plan.steps[stepAfterPromote(release.plan, release.stepIndex, live)]
  return { next: step ? stepWords(step) : 'finish at 100 %' }
}

const notable: Record<string, string> = {
  created: 'Created',
  start: 'Started',
  'await-approval': 'Asked for approval',
  approve: 'Approved',
  reject: 'Rejected',
  pause: 'Paused',
  resume: 'Resumed',
  restore: 'Put the routes back',
  promote: 'Promoted',
  'promote-full': 'Promoted to 100 %',
  abort: 'Aborted',
  retry: 'Retried',
  undo: 'Undone',
  retire: 'Retired the old version',
  'set-weight': 'Moved the weight',
}

/** What people did, oldest first. */
export const deedsOf = (release: ReleaseRecord): { what: string; actor: Actor; at: string }[] =>
  release.log.flatMap(({ at, kind, actor }) => {
    const what = notable[kind]
    return what !== undefined && actor && actor.issuer !== 'aviary' ? [{ what, actor, at }] : []
  })

const peopleOf = (release: ReleaseRecord): ReleaseDto['people'] =>
  deedsOf(release).map(({ actor, ...deed }) => ({ ...deed, who: actor.name }))
