import type { ReleaseReportDto } from '../../contracts/release-report'
import { toAuditValue } from '../../domain/audit/canonical'
import type { ReleaseRecord } from '../../domain/release/release'
import type { Actor } from '../../domain/traffic/operation'
import { actorOf } from '../audit/actor'
import { checkpointState } from '../audit/checkpoints'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { operationDto } from '../operations/read-operations'
import { readPages } from '../read-pages'
import { approvalDto } from './approval-dto'
import { measurementDto } from './release-checks'
import { deedsOf } from './release-dto'
import { requireRelease } from './require-release'

/**
 * What shows how a release went: its record, everything it was judged by, and its audit events with their places in the
 * chain. Needs `audit.export` on the service, since it holds audit events. It is an event itself, and the last in it.
 */
export async function releaseReport(ctx: ServiceContext, id: string): Promise<ReleaseReportDto> {
  const release = await requireRelease(ctx, id)
  await authorise(ctx, 'audit.export', scopeOf(release.service))
  const { store } = ctx.ports
  const now = await store.now()
  const own = await store.audit.append({
    id: ctx.ports.newId(),
    time: now.toISOString(),
    kind: 'read',
    action: 'release.report',
    result: 'applied',
    actor: actorOf(ctx.viewer),
    service: release.service,
    release: release.id,
    detail: toAuditValue({ version: release.version, requestId: ctx.requestId }),
  })
  const ofRelease = { release: release.id }
  const [operations, measurements, events, judged, chain, checkpoint] = await Promise.all([
    readPages((page) => store.operations.list({ ...page, ...ofRelease })),
    readPages((page) => store.evidence.list({ ...page, ...ofRelease })),
    readPages((page) => store.audit.list({ ...page, ...ofRelease })),
    store.evidence.judgement(release.id, release.attempt),
    ctx.ports.auditGenesis(),
    checkpointState(ctx),
  ])
  const upToOwn = events.filter(({ seq }) => seq <= own.seq).toReversed()
  const epoch = upToOwn.at(-1)?.epoch ?? chain.epoch
  return {
    format: 'aviary-release-report/1',
    generatedAt: now.toISOString(),
    generatedBy: actorOf(ctx.viewer),
    aviary: ctx.ports.version,
    event: own.seq,
    release: recordOf(release),
    plan: release.plan,
    planHash: release.planHash,
    people: deedsOf(release).map(({ actor, ...deed }) => ({ ...deed, actor: person(actor) })),
    approvals: release.approvals.map((approval) => ({
      ...approvalDto(release, approval, now),
      actor: person(approval.actor),
    })),
    log: release.log.map(({ actor, ...entry }) => ({ ...entry, ...(actor && { actor: person(actor) }) })),
    operations: operations.toReversed().map(operationDto),
    ...(judged && { verdict: judged.judgement.verdict }),
    checks: judged?.judgement.checks ?? [],
    measurements: measurements.toReversed().map(measurementDto),
    events: upToOwn,
    chain: { id: chain.chainId, head: { epoch, ...own }, checkpoint },
  }
}

function recordOf(release: ReleaseRecord): ReleaseReportDto['release'] {
  const { id, version, state, service, from, to, attempt, stepIndex, createdAt, before } = release
  const { stateSince, holdCause, waitingFor, createdBy, startedAt, startedBy, endedAt } = release
  return {
    ...{ id, version, state, service, from, to, attempt, stepIndex, createdAt, before },
    ...(stateSince !== undefined && { stateSince }),
    ...(holdCause !== undefined && { holdCause }),
    ...(waitingFor !== undefined && { waitingFor }),
    ...(createdBy && { createdBy: person(createdBy) }),
    ...(startedAt !== undefined && { startedAt }),
    ...(startedBy && { startedBy: person(startedBy) }),
    ...(endedAt !== undefined && { endedAt }),
  }
}

const person = ({ issuer, subject, name }: Actor): Actor => ({ issuer, subject, name })
