import { DomainError } from '../../domain/errors'
import type { ClusterView } from '../../domain/kube'
import type { DataPlaneId, Route, RouteRequest, ServiceRef } from '../../domain/traffic/model'
import type { OperationRecord } from '../../domain/traffic/operation'
import { authorise, scopeOf } from '../authorise'
import type { ServiceContext } from '../context'
import { performOperation } from '../operations/perform-operation'
import { awaitAcceptance } from '../traffic/await-acceptance'
import { describeWriter } from '../traffic/describe-writer'
import { requireService, routesOf } from '../traffic/find-route'
import { overlay } from '../traffic/overlay'
import { viewAfter } from '../traffic/perform-move'
import { summaryOf } from '../traffic/summary'

export interface CreateRouteInput extends RouteRequest {
  service: ServiceRef
  dataPlane: DataPlaneId
  reason?: string
  dryRun?: boolean
}

/** Makes the objects that a service without routes needs, at 100 % stable; a dry run answers them for a preview. */
export async function createRoute(ctx: ServiceContext, input: CreateRouteInput): Promise<OperationRecord> {
  const { service, dataPlane, reason, dryRun, ...request } = input
  await authorise(ctx, 'routes.create', scopeOf(service))
  const { view } = requireService(ctx, service)
  await refuseRouted(ctx, view, service)
  refuseVersions(ctx, view, input)
  const router = ctx.ports.routers[dataPlane]
  if (router?.planRoute === undefined)
    throw new DomainError('unsupported', `There is nothing to make for the data plane ${dataPlane}.`)
  const plan = router.planRoute(view, service, request)
  const made = (of: ClusterView) => router.readRoutes(of, service)[0]
  const after = made(viewAfter(view, plan))
  if (after === undefined) throw new Error(`the route planned for ${service.name} does not address it`)
  const operation = await performOperation(ctx, {
    action: 'create-route',
    verb: 'routes.create',
    service,
    router,
    route: after.id,
    ...(reason === undefined ? {} : { reason }),
    ...(dryRun === undefined ? {} : { dryRun }),
    findings: [],
    before: null,
    after: summaryOf(after, undefined),
    images: { after },
    plan,
    revision: '',
    revisionAfter: (objects) => made(overlay(view, objects))?.revision ?? '',
    current: async () => await currentOf(ctx, view, service),
  })
  return await awaitAcceptance(ctx, operation)
}

async function refuseRouted(ctx: ServiceContext, view: ClusterView, service: ServiceRef): Promise<void> {
  const route = routesOf(ctx.ports, view, service).find(({ dataPlane }) => dataPlane !== 'kubernetes')
  if (route === undefined) return
  const current = { route: await describeWriter(ctx, route) }
  throw new DomainError('conflict', `${service.name} has a route already: ${route.kind} ${route.name}.`, {
    current,
  })
}

function refuseVersions(ctx: ServiceContext, view: ClusterView, input: CreateRouteInput): void {
  const known = ctx.ports.versionsOf(view, input.service)
  const names = known.map(({ version }) => version)
  const fields = [
    ...(names.includes(input.stable) ? [] : [{ path: 'stable', message: `one of ${names.join(', ')}` }]),
    ...input.versions.flatMap((version, index) =>
      names.includes(version) ? [] : [{ path: `versions.${index}`, message: `one of ${names.join(', ')}` }],
    ),
    ...(input.versions.includes(input.stable)
      ? []
      : [{ path: 'versions', message: 'must hold the stable version' }]),
  ]
  if (fields.length > 0)
    throw new DomainError('invalid', `${input.service.name} has no such version.`, { fields })
  if ((known.find(({ version }) => version === input.stable)?.readyPods ?? 0) === 0)
    throw new DomainError('blocked', `${input.stable} has no ready pods: everything would fail.`)
}

async function currentOf(ctx: ServiceContext, view: ClusterView, service: ServiceRef): Promise<unknown> {
  const routes: Route[] = routesOf(ctx.ports, view, service)
  return { routes: await Promise.all(routes.map((route) => describeWriter(ctx, route))) }
}
