import { DomainError, isDomainError } from '../../domain/errors'
import { objectKey } from '../../domain/kube'
import type { Verb } from '../../domain/access/verbs'
import type { Impersonation } from '../../domain/kubernetes/virtual-user'
import { impersonationFor } from '../../domain/kubernetes/virtual-user'
import type { TrafficRouter } from '../../domain/ports'
import type { MoveKind, ServiceRef } from '../../domain/traffic/model'
import type { OperationRecord, PlannedWrite } from '../../domain/traffic/operation'
import { actorOf } from '../audit/actor'
import type { ServiceContext } from '../context'
import type { ReadObjects } from '../traffic/overlay'
import { awaitEndpoints } from './await-endpoints'
import { createdBody } from './created-body'
import { kubectlFor } from './kubectl-command'
import { recordIntent, recordOutcome } from './record-operation'
import { requireRights } from './require-rights'
import type { Sent } from './send-writes'
import { oppositeOf, sendWrites } from './send-writes'
import { settleMarked } from './settle-marked'
import { tryWrites } from './try-writes'

export interface OperationRequest {
  action: MoveKind
  /** What allowed it; none for steps of a release. */
  verb?: Verb | undefined
  service: ServiceRef
  router: TrafficRouter
  route?: string
  rule?: string
  reason?: string
  dryRun?: boolean
  undoOf?: string
  findings: OperationRecord['findings']
  before: unknown
  after: unknown
  images?: OperationRecord['images']
  plan: PlannedWrite[]
  /** The route's revision when the plan was made. */
  revision: string
  /** The route's revision with these objects in place, as the API server answered them; deleted ones are undefined. */
  revisionAfter(objects: ReadObjects): string
  /** What a conflict answers: the live state and who wrote it. */
  current(): Promise<unknown>
}

/**
 * dry run → the person's rights in Kubernetes → intent → send → outcome, as DESIGN §3 lays down. Answers the operation,
 * whose outcome may be `unknown`; throws what the person must act on, after the outcome is recorded.
 */
export async function performOperation(
  ctx: ServiceContext,
  request: OperationRequest,
): Promise<OperationRecord> {
  const client = ctx.ports.clusters.client(request.service.cluster)
  const id = ctx.ports.newId()
  const marks = {
    operation: id,
    ...(ctx.release ? { release: ctx.release.id } : {}),
    ...(ctx.release?.epoch === undefined ? {} : { epoch: ctx.release.epoch }),
  }
  const draft = draftOf(ctx, request, id)
  if (request.plan.length === 0) return { ...draft, outcome: 'applied' }
  const sending = { client, router: request.router, marks, ...impersonated(ctx, request.verb) }
  const plan = await tryWrites(request, sending, () => conflict(request))
  await requireRights(ctx, request, plan)
  if (request.dryRun) return { ...draft, outcome: 'dry-run' }
  const intended = await intentOrCommand(ctx, draft, plan)
  ctx.intentRecorded.value = true
  ctx.ports.bus.publish({ event: 'operation', data: { operation: intended } })
  const sent = await sendWrites(plan, {
    ...sending,
    settled: (write) => awaitEndpoints(ctx, request.service.cluster, write),
  })
  const done = await recordOutcome(ctx, finished(ctx, { ...request, plan }, intended, sent))
  ctx.ports.bus.publish({ event: 'operation', data: { operation: done } })
  if (done.outcome === 'conflict') throw await conflict(request)
  if (done.outcome === 'failed' && sent.error) throw sent.error
  return done
}

/** As whom the writes are made, where that is not Aviary itself. */
function impersonated(ctx: ServiceContext, verb: Verb | undefined): { as?: Impersonation } {
  if (ctx.ports.identity.mode !== 'impersonate') return {}
  return { as: impersonationFor(ctx.viewer, verb ?? ctx.release?.verb, ctx.release?.startedBy) }
}

/** Without a recorded intent nothing is sent; the answer then says how the same is done by hand. */
async function intentOrCommand(
  ctx: ServiceContext,
  draft: OperationRecord,
  plan: PlannedWrite[],
): Promise<OperationRecord> {
  try {
    await settleMarked(ctx, draft.service.cluster, plan)
    return await recordIntent(ctx, { ...draft, writes: intendedWrites(plan, draft.id) })
  } catch (error) {
    if (!isDomainError(error)) throw error
    throw new DomainError(
      error.code,
      error.message,
      { ...error.extras, kubectl: kubectlFor(plan) },
      { cause: error },
    )
  }
}

function draftOf(ctx: ServiceContext, request: OperationRequest, id: string): OperationRecord {
  return {
    id,
    action: request.action,
    outcome: 'pending',
    service: request.service,
    dataPlane: request.router.dataPlane,
    ...(request.route === undefined ? {} : { route: request.route }),
    ...(request.rule === undefined ? {} : { rule: request.rule }),
    ...(ctx.release ? { release: ctx.release.id } : {}),
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    ...(request.undoOf === undefined ? {} : { undoOf: request.undoOf }),
    before: request.before,
    after: request.after,
    ...(request.images ? { images: request.images } : {}),
    diff: request.plan.map(({ verb, object, patch, body }) => ({
      verb,
      object,
      patch: patch ?? [],
      ...(body ? { body: createdBody(body) } : {}),
    })),
    inverse: [],
    writes: [],
    revision: request.revision,
    findings: request.findings,
    actor: actorOf(ctx.viewer),
    at: ctx.now().toISOString(),
  }
}

/** What is found out about should this process die before it records the outcome. */
const intendedWrites = (plan: PlannedWrite[], id: string): OperationRecord['writes'] =>
  plan.map(({ verb, object }, index) => ({ verb, object, auditId: `${id}-${index + 1}`, result: 'unknown' }))

async function conflict(request: OperationRequest): Promise<DomainError> {
  return new DomainError(
    'conflict',
    'The route was changed by somebody else meanwhile. Nothing was written.',
    {
      current: await request.current(),
    },
  )
}

function finished(
  ctx: ServiceContext,
  request: OperationRequest,
  operation: OperationRecord,
  sent: Sent,
): OperationRecord {
  const applied = sent.outcome === 'applied'
  return {
    ...operation,
    outcome: sent.outcome,
    writes: sent.writes,
    finishedAt: ctx.now().toISOString(),
    inverse: applied ? inverseOf(request, sent) : [],
    revision: applied ? request.revisionAfter(writtenObjects(request.plan, sent)) : operation.revision,
  }
}

function inverseOf(request: OperationRequest, sent: Sent): OperationRecord['inverse'] {
  return request.plan.flatMap((write, index) => {
    const after = sent.after[index]
    const opposite = oppositeOf(write, after)
    if (!opposite) return []
    const { verb, object, patch, body } = opposite
    // A fence changed nothing that could be put back.
    if (patch?.length === 0) return []
    return [
      {
        verb,
        object,
        ...(patch ? { patch } : {}),
        ...(body ? { body } : {}),
        revision: after ? request.router.objectRevision(after) : '',
      },
    ]
  })
}

/** What stands on the API server after the writes of an applied plan. */
function writtenObjects(plan: PlannedWrite[], sent: Sent): ReadObjects {
  return new Map(
    plan.map(({ object }, index) => [objectKey(object), { ref: object, object: sent.after[index] }]),
  )
}
