import { DomainError } from '../../domain/errors'
import type { KubeObject, ObjectRef } from '../../domain/kube'
import { objectKey } from '../../domain/kube'
import type { OperationRecord, PlannedWrite } from '../../domain/traffic/operation'
import { authorise, can, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { describeWriter } from '../traffic/describe-writer'
import { overlay, requireRoute, requireView } from '../traffic/find-route'
import { summary, viewAfter } from '../traffic/perform-move'
import { performOperation } from './perform-operation'

export interface UndoInput {
  id: string
  reason?: string
  dryRun?: boolean
  expectedRevision?: string
}

/** Takes an applied operation back by its opposite patches, as long as nobody changed the objects since. */
export async function undoOperation(ctx: ServiceContext, input: UndoInput): Promise<OperationRecord> {
  const operation = await requireOperation(ctx, input.id)
  await authorise(ctx, 'undo', scopeOf(operation.service))
  if (operation.outcome !== 'applied' || operation.inverse.length === 0 || operation.route === undefined)
    throw new DomainError('wrong-state', 'There is nothing of this operation to undo.', {
      state: operation.outcome,
      allowed: [],
    })

  const cached = requireView(ctx, operation.service.cluster)
  const cachedRoute = requireRoute(ctx.ports, cached, operation.service, operation.route)
  const { router } = cachedRoute
  const client = ctx.ports.clusters.client(operation.service.cluster)
  const objects = new Map<string, { ref: ObjectRef; object: KubeObject | undefined }>()
  for (const { object: ref } of operation.inverse)
    objects.set(objectKey(ref), { ref, object: await client.get(ref) })
  const live = overlay(cached, objects)
  const { route } = requireRoute(ctx.ports, live, operation.service, operation.route)
  const current = async () => ({ route: await describeWriter(ctx, route) })

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
  if (input.expectedRevision !== undefined && input.expectedRevision !== route.revision)
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
  const ruleBefore = route.rules.find((rule) => rule.id === operation.rule)
  const after = requireRoute(ctx.ports, viewAfter(live, plan), operation.service, operation.route).route
  const ruleAfter = after.rules.find((rule) => rule.id === operation.rule)
  return await performOperation(ctx, {
    action: 'undo',
    service: operation.service,
    router,
    route: operation.route,
    ...(operation.rule === undefined ? {} : { rule: operation.rule }),
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    ...(input.dryRun === undefined ? {} : { dryRun: input.dryRun }),
    undoOf: operation.id,
    findings: [],
    before: ruleBefore ? summary(ruleBefore) : null,
    after: ruleAfter ? summary(ruleAfter) : null,
    plan,
    routeObject: { kind: route.kind, namespace: route.namespace, name: route.name },
    revision: route.revision,
    current,
  })
}

/** Throws `not-found` for an operation that is not there or whose service the viewer may not see. */
export async function requireOperation(ctx: ServiceContext, id: string): Promise<OperationRecord> {
  const operation = await ctx.ports.store.operations.get(id)
  if (!operation || !can(ctx, 'view', scopeOf(operation.service)).allowed)
    throw new DomainError('not-found', `There is no operation ${id}.`)
  return operation
}
