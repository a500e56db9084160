import { DomainError } from '../../domain/errors'
import type { ClusterView } from '../../domain/kube'
import { objectKey } from '../../domain/kube'
import type { TrafficRouter } from '../../domain/ports'
import { JsonPatchError } from '../../domain/traffic/json-patch'
import type { OperationRecord, PlannedWrite } from '../../domain/traffic/operation'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { pauseReleaseAfterMove } from '../releases/pause-after-move'
import { describeWriter } from '../traffic/describe-writer'
import { readObjects, requireView, routesOf } from '../traffic/find-route'
import { overlay } from '../traffic/overlay'
import { viewAfter } from '../traffic/perform-move'
import { summaryOf } from '../traffic/summary'
import { performOperation } from './perform-operation'

export interface UndoInput {
  id: string
  reason?: string
  dryRun?: boolean
  expectedRevision?: string
}

/**
 * Takes an applied operation back by its opposite patches, as long as nobody changed the objects since. A live release is
 * paused by it, as by any move of a person.
 */
export async function undoOperation(ctx: ServiceContext, input: UndoInput): Promise<OperationRecord> {
  const undone = await takeBack(ctx, input)
  await pauseReleaseAfterMove(ctx, undone)
  return undone
}

async function takeBack(ctx: ServiceContext, input: UndoInput): Promise<OperationRecord> {
  const operation = await requireOperation(ctx, input.id)
  await authorise(ctx, 'undo', scopeOf(operation.service))
  if (operation.outcome !== 'applied' || operation.inverse.length === 0)
    throw new DomainError('wrong-state', 'There is nothing of this operation to undo.', {
      state: operation.outcome,
      allowed: [],
    })

  const { id: routeId, router } = routeOf(ctx, operation)
  const cached = requireView(ctx, operation.service.cluster)
  const refs = operation.inverse.map(({ object }) => object)
  const objects = await readObjects(ctx.ports.clusters.client(operation.service.cluster), refs)
  const live = overlay(cached, objects)
  const find = (view: ClusterView) => {
    const routes = [
      ...routesOf(ctx.ports, view, operation.service),
      ...router.readRoutes(view, operation.service),
    ]
    return routes.find(({ id }) => id === routeId)
  }
  const route = find(live)
  const current = async () => (route ? { route: await describeWriter(ctx, route) } : { route: null })

  const changed = operation.inverse.find(({ object: ref, revision }) => {
    const object = objects.get(objectKey(ref))?.object
    return (object ? router.objectRevision(object) : '') !== revision
  })
  if (changed)
    throw new DomainError(
      'conflict',
      `${changed.object.kind} ${changed.object.name} was changed after this operation, so it cannot be undone.`,
      { current: await current() },
    )
  if (input.expectedRevision !== undefined && input.expectedRevision !== (route?.revision ?? ''))
    throw new DomainError('conflict', 'The route is not what it was when you looked at it.', {
      current: await current(),
    })

  const plan: PlannedWrite[] = operation.inverse
    .map(({ verb, object, patch, body }) => {
      const served = objects.get(objectKey(object))?.object
      return {
        verb,
        object,
        ...(patch ? { patch } : {}),
        ...(body ? { body } : {}),
        ...(served ? { live: served } : {}),
      }
    })
    .reverse()
  const undone = viewOrNothing(live, plan)
  if (undone === undefined)
    throw new DomainError(
      'conflict',
      'What this operation left is not there any more, so it cannot be undone.',
      {
        current: await current(),
      },
    )
  const after = find(undone)
  return await performOperation(ctx, {
    action: 'undo',
    verb: 'undo',
    service: operation.service,
    router,
    route: routeId,
    ...(operation.rule === undefined ? {} : { rule: operation.rule }),
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    ...(input.dryRun === undefined ? {} : { dryRun: input.dryRun }),
    undoOf: operation.id,
    findings: [],
    before: route ? summaryOf(route, operation.rule) : null,
    after: after ? summaryOf(after, operation.rule) : null,
    images: { ...(route ? { before: route } : {}), ...(after ? { after } : {}) },
    plan,
    revision: route?.revision ?? '',
    revisionAfter: (written) => find(overlay(live, written))?.revision ?? '',
    current,
  })
}

/** The view once the plan is done; undefined where the patches fit the live objects no more. */
function viewOrNothing(live: ClusterView, plan: PlannedWrite[]): ClusterView | undefined {
  try {
    return viewAfter(live, plan)
  } catch (error) {
    if (error instanceof JsonPatchError) return undefined
    throw error
  }
}

function routeOf(ctx: ServiceContext, operation: OperationRecord): { id: string; router: TrafficRouter } {
  const router = ctx.ports.routers[operation.dataPlane ?? 'istio']
  if (operation.route === undefined || router === undefined)
    throw new DomainError('unsupported', 'The data plane of this operation is not here any more.')
  return { id: operation.route, router }
}

/** Throws `not-found` for an operation that is not there or whose service the viewer may not see. */
export async function requireOperation(ctx: ServiceContext, id: string): Promise<OperationRecord> {
  const operation = await ctx.ports.store.operations.get(id)
  if (!operation || !can(ctx, 'view', scopeOf(operation.service)).allowed)
    throw new DomainError('not-found', `There is no operation ${id}.`)
  return operation
}
