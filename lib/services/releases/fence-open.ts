import { objectKey, type KubeObject, type ObjectRef } from '../../domain/kube'
import type { ReleaseRecord } from '../../domain/release/release'
import { OPERATION_ANNOTATION } from '../../domain/traffic/compose-patch'
import type { OperationRecord } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { performOperation } from '../operations/perform-operation'
import { findRoute, requireView } from '../traffic/find-route'

/**
 * Writes our mark, and nothing else, to the objects that operations of the release with an open outcome may still reach:
 * a patch that is under way since before then finds another version and is refused. Without this a step that was cut off
 * could arrive after an abort that had nothing to move. `fenced` grows by the operations dealt with.
 */
export async function fenceOpen(
  ctx: ServiceContext,
  release: ReleaseRecord,
  written: readonly OperationRecord[],
  fenced: Set<string>,
): Promise<OperationRecord[]> {
  const own = new Set(written.map(({ id }) => id))
  const open = (await ctx.ports.store.operations.open()).filter(
    ({ id, release: of }) => of === release.id && !own.has(id) && !fenced.has(id),
  )
  const touched = new Set(written.flatMap(({ writes }) => writes.map(({ object }) => objectKey(object))))
  const fences: OperationRecord[] = []
  for (const operation of open) {
    fenced.add(operation.id)
    for (const object of patchedBy(operation)) {
      if (touched.has(objectKey(object))) continue
      const fence = await fenceObject(ctx, operation, object)
      if (!fence) continue
      touched.add(objectKey(object))
      fences.push(fence)
    }
  }
  return fences
}

const patchedBy = ({ diff }: OperationRecord): ObjectRef[] =>
  diff.filter(({ verb }) => verb === undefined || verb === 'patch').map(({ object }) => object)

async function fenceObject(
  ctx: ServiceContext,
  operation: OperationRecord,
  object: ObjectRef,
): Promise<OperationRecord | undefined> {
  const { service, dataPlane, route, id } = operation
  const router = ctx.ports.routers[dataPlane ?? 'istio']
  const live = await ctx.ports.clusters.client(service.cluster).get(object)
  if (!router || !live || (await isFenced(ctx, operation, live))) return undefined
  const found =
    route === undefined ? undefined : findRoute(ctx.ports, requireView(ctx, service.cluster), service, route)
  const revision = found?.route.revision ?? router.objectRevision(live)
  return await performOperation(ctx, {
    action: 'fence',
    service,
    router,
    ...(route === undefined ? {} : { route }),
    reason: `keeps operation ${id}, whose outcome is open, from arriving late`,
    findings: [],
    before: null,
    after: null,
    plan: [{ verb: 'patch', object, live, patch: [] }],
    revision,
    revisionAfter: () => revision,
    current: () => Promise.resolve({ object }),
  })
}

/** An operation whose intent is younger has written the object: its version is past the one that ours was planned on. */
async function isFenced(
  ctx: ServiceContext,
  { id, at }: OperationRecord,
  live: KubeObject,
): Promise<boolean> {
  const mark = live.metadata.annotations?.[OPERATION_ANNOTATION]
  if (mark === undefined || mark === id) return false
  const writer = await ctx.ports.store.operations.get(mark)
  return writer !== undefined && Date.parse(writer.at) > Date.parse(at)
}
