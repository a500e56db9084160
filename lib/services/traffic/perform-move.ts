import { DomainError } from '../../domain/errors'
import type { ClusterView } from '../../domain/kube'
import { objectKey } from '../../domain/kube'
import { applyPatch } from '../../domain/traffic/json-patch'
import type { Move, Route, Rule, ServiceRef } from '../../domain/traffic/model'
import type { OperationRecord, PlannedWrite } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { performOperation } from '../operations/perform-operation'
import type { FoundRoute } from './find-route'
import { overlay, readLive, requireRoute, requireRule, requireView } from './find-route'
import { refuseUnready } from './refuse-unready'
import { describeWriter } from './describe-writer'

export interface MoveInput {
  service: ServiceRef
  route: string
  move: Move
  reason?: string
  expectedRevision?: string
  dryRun?: boolean
}

/** Called with the rule as it is and as it will be, on the cached and again on the live route. */
export type MoveCheck = (rule: Rule, after: Rule) => Promise<void>

interface Planned {
  found: FoundRoute
  view: ClusterView
  plan: PlannedWrite[]
  before: Rule
  after: Rule
}

/** Plans a move on the live route and performs it. The caller has authorised; `check` decides on the direction. */
export async function performMove(
  ctx: ServiceContext,
  input: MoveInput,
  check: MoveCheck,
): Promise<OperationRecord> {
  const cached = requireView(ctx, input.service.cluster)
  const cachedRoute = requireRoute(ctx.ports, cached, input.service, input.route)
  const first = planOn(ctx, cached, input)
  await check(first.before, first.after)

  const live = await readLive(ctx, cached, input.service, cachedRoute)
  const planned = planOn(ctx, live, input)
  await check(planned.before, planned.after)
  const { found, before, after, plan } = planned
  if (input.expectedRevision !== undefined && input.expectedRevision !== found.route.revision)
    throw new DomainError('conflict', 'The route is not what it was when you looked at it.', {
      current: await currentState(ctx, found.route),
    })
  refuseOwned(found.route)
  const findings = refuseUnready(ctx, live, input.service, before, after)
  return await performOperation(ctx, {
    action: input.move.kind,
    service: input.service,
    router: found.router,
    route: found.route.id,
    rule: before.id,
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    ...(input.dryRun === undefined ? {} : { dryRun: input.dryRun }),
    findings: [...ownerFindings(found.route), ...findings],
    before: summary(before),
    after: summary(after),
    plan,
    routeObject: { kind: found.route.kind, namespace: found.route.namespace, name: found.route.name },
    revision: found.route.revision,
    current: async () => await liveState(ctx, input),
  })
}

function planOn(ctx: ServiceContext, view: ClusterView, input: MoveInput): Planned {
  const found = requireRoute(ctx.ports, view, input.service, input.route)
  const before = requireRule(found.route, input.move.rule)
  const plan = found.router.plan(view, input.service, input.route, input.move)
  const route = requireRoute(ctx.ports, viewAfter(view, plan), input.service, input.route).route
  const after = route.rules.find((rule) => rule.id === before.id) ?? before
  return { found, view, plan, before, after }
}

/** The view as it will be when the plan has been carried out; for the words and for what is judged. */
export function viewAfter(view: ClusterView, plan: PlannedWrite[]): ClusterView {
  return overlay(
    view,
    new Map(
      plan.map((write) => [
        objectKey(write.object),
        {
          ref: write.object,
          object:
            write.verb === 'delete'
              ? undefined
              : write.verb === 'create'
                ? write.body
                : write.live && applyPatch(write.live, write.patch ?? []),
        },
      ]),
    ),
  )
}

/** What before and after mean in operations and in the audit log. */
export const summary = (rule: Rule) => ({
  weights: Object.fromEntries(rule.destinations.map((destination) => [destination.key, destination.weight])),
  mirrors: rule.mirrors.map(({ to, percent }) => ({ to, percent })),
})

async function liveState(ctx: ServiceContext, input: MoveInput): Promise<unknown> {
  const cached = requireView(ctx, input.service.cluster)
  const found = requireRoute(ctx.ports, cached, input.service, input.route)
  const live = await readLive(ctx, cached, input.service, found)
  return await currentState(ctx, requireRoute(ctx.ports, live, input.service, input.route).route)
}

async function currentState(ctx: ServiceContext, route: Route): Promise<unknown> {
  return { route: await describeWriter(ctx, route) }
}

const driving = new Set(['argo-rollouts', 'flagger'])

/** A route that another controller drives is never fought. */
function refuseOwned(route: Route): void {
  if (route.owner && driving.has(route.owner.tool))
    throw new DomainError('owned', `${route.owner.name} drives this route: ${route.owner.note}`, {
      current: { owner: route.owner },
    })
}

function ownerFindings(route: Route): OperationRecord['findings'] {
  return route.owner
    ? [{ code: 'owned-elsewhere', severity: 'warning', title: `${route.owner.name}: ${route.owner.note}` }]
    : []
}
