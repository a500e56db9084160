import { DomainError } from '../../domain/errors'
import type { ClusterView } from '../../domain/kube'
import type { Rollout, RolloutVerb } from '../../domain/rollouts/rollout'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { performOperation } from '../operations/perform-operation'
import { readObjects, requireServiceRoute, requireView } from '../traffic/find-route'
import { overlay } from '../traffic/overlay'
import { viewAfter } from '../traffic/perform-move'
import { requireRollout } from './require-rollout'

export interface ChangeRolloutInput {
  id: string
  reason?: string
  expectedRevision?: string
  dryRun?: boolean
}

const actions = { pause: 'pause-rollout', resume: 'resume-rollout', undo: 'undo-rollout' } as const

/**
 * Pauses, resumes or undoes a Deployment's rollout, as an operation of its service with diff, audit and undo. Throws
 * `wrong-state` for a verb that makes no sense now, `owned` for the rollouts of other controllers.
 */
export async function changeRollout(
  ctx: ServiceContext,
  verb: RolloutVerb,
  input: ChangeRolloutInput,
): Promise<OperationRecord> {
  const cached = requireRollout(ctx, input.id)
  const { service } = cached.rollout
  await authorise(ctx, verb, scopeOf(service))
  const live = await readLiveRollout(ctx, cached)
  const rollout = findOrThrow(ctx, live, input.id)
  const current = async () => await liveState(ctx, input.id)
  if (input.expectedRevision !== undefined && input.expectedRevision !== rollout.revision)
    throw new DomainError('conflict', 'The rollout is not what it was when you looked at it.', {
      current: { rollout },
    })
  requireAllowed(rollout, verb)
  const plan = ctx.ports.rollouts.plan(live, rollout, verb)
  const { router, route } = requireServiceRoute(ctx.ports, live, service)
  const after = ctx.ports.rollouts.find(viewAfter(live, plan), input.id)
  return await performOperation(ctx, {
    action: actions[verb],
    verb,
    service,
    router,
    route: route.id,
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    ...(input.dryRun === undefined ? {} : { dryRun: input.dryRun }),
    findings: findingsOf(rollout),
    before: summaryOf(rollout),
    after: after ? summaryOf(after) : null,
    plan,
    revision: route.revision,
    revisionAfter: (objects) =>
      requireServiceRoute(ctx.ports, overlay(live, objects), service).route.revision,
    current,
  })
}

async function readLiveRollout(
  ctx: ServiceContext,
  { view, rollout }: { view: ClusterView; rollout: Rollout },
): Promise<ClusterView> {
  const client = ctx.ports.clusters.client(rollout.cluster)
  return overlay(view, await readObjects(client, ctx.ports.rollouts.objectsOf(view, rollout)))
}

function findOrThrow(ctx: ServiceContext, view: ClusterView, id: string): Rollout {
  const rollout = ctx.ports.rollouts.find(view, id)
  if (!rollout) throw new DomainError('not-found', `There is no rollout ${id} any more.`)
  return rollout
}

function requireAllowed(rollout: Rollout, verb: RolloutVerb): void {
  if (rollout.allowed.includes(verb)) return
  if (rollout.allowed.length === 0) throw new DomainError('owned', rollout.note)
  throw new DomainError('wrong-state', `A rollout that is ${rollout.state} cannot be told to ${verb}.`, {
    state: rollout.state,
    allowed: rollout.allowed,
  })
}

async function liveState(ctx: ServiceContext, id: string): Promise<unknown> {
  const { rollout } = requireRollout(ctx, id)
  const view = await readLiveRollout(ctx, { view: requireView(ctx, rollout.cluster), rollout })
  return { rollout: ctx.ports.rollouts.find(view, id) ?? null }
}

/** Syncs from Git put back what they know; the person is told so. */
function findingsOf({ owner }: Rollout): OperationRecord['findings'] {
  return owner
    ? [{ code: 'owned-elsewhere', severity: 'warning', title: `${owner.tool}: ${owner.note}` }]
    : []
}

/** What before and after of these operations hold. */
const summaryOf = ({ state, from, to, updated, desired }: Rollout) => ({ state, from, to, updated, desired })
