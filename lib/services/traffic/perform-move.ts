import { DomainError } from '../../domain/errors'
import type { Verb } from '../../domain/access/verbs'
import type { ClusterView } from '../../domain/kube'
import { objectKey } from '../../domain/kube'
import { applyPatch } from '../../domain/traffic/json-patch'
import type { Move, Route } from '../../domain/traffic/model'
import type { OperationRecord, PlannedWrite } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { performOperation } from '../operations/perform-operation'
import { awaitAcceptance } from './await-acceptance'
import { describeWriter } from './describe-writer'
import type { FoundRoute } from './find-route'
import type { MoveInput } from './move-input'
import { readLive, requireRoute, requireRule, requireServiceRoute, requireView } from './find-route'
import { overlay } from './overlay'
import { ownerFindings, refuseOwned } from './refuse-owned'
import { refuseUnready } from './refuse-unready'
import { summaryOf } from './summary'

/** Called with the route as it is and as it will be, on the cached and again on the live route; answers what allows it. */
export type MoveCheck = (before: Route, after: Route) => Promise<Verb>

/** For moves whose permission is the same whatever they change; the caller has asked for it. */
export const allowedBy =
  (verb: Verb): MoveCheck =>
  () =>
    Promise.resolve(verb)

interface Planned {
  found: FoundRoute
  plan: PlannedWrite[]
  before: Route
  after: Route
}

/**
 * Plans a move on the live route and performs it. The caller has authorised; `check` decides on the direction, on the
 * cached and again on the live route. Without it the cache, which may lag behind our own writes, has no say.
 */
export async function performMove(
  ctx: ServiceContext,
  input: MoveInput,
  check?: MoveCheck,
): Promise<OperationRecord> {
  const cached = requireView(ctx, input.service.cluster)
  const cachedRoute = requireMoved(ctx, cached, input)
  if (check) {
    const first = planOn(ctx, cached, input)
    await check(first.before, first.after)
  }

  const live = await readLive(ctx, cached, input.service, cachedRoute)
  const planned = planOn(ctx, live, input)
  const verb = await check?.(planned.before, planned.after)
  const { found, before, after, plan } = planned
  if (input.expectedRevision !== undefined && input.expectedRevision !== found.route.revision)
    throw new DomainError('conflict', 'The route is not what it was when you looked at it.', {
      current: await currentState(ctx, found.route),
    })
  await refuseOwned(ctx, found.route, input)
  const findings = refuseUnready(ctx, live, input.service, input.move, before, after)
  const rule = ruleIdOf(input.move)
  const operation = await performOperation(ctx, {
    action: input.move.kind,
    verb,
    service: input.service,
    router: found.router,
    route: found.route.id,
    ...(rule === undefined ? {} : { rule }),
    ...(input.reason === undefined ? {} : { reason: input.reason }),
    ...(input.dryRun === undefined ? {} : { dryRun: input.dryRun }),
    findings: [...ownerFindings(found.route), ...findings],
    before: summaryOf(before, rule),
    after: summaryOf(after, rule),
    images: { before, after },
    plan,
    revision: found.route.revision,
    revisionAfter: (objects) => revisionOn(ctx, overlay(live, objects), input),
    current: async () => await liveState(ctx, input),
  })
  return await awaitAcceptance(ctx, operation)
}

/** The rule that a move names; moves of a whole route name none. */
export function ruleIdOf(move: Move): string | undefined {
  return 'rule' in move ? move.rule : undefined
}

/** Versions can be scaled whatever routes address their service; all else is a move of a listed route. */
function requireMoved(ctx: ServiceContext, view: ClusterView, input: MoveInput): FoundRoute {
  return input.move.kind === 'scale'
    ? requireServiceRoute(ctx.ports, view, input.service)
    : requireRoute(ctx.ports, view, input.service, input.route)
}

function planOn(ctx: ServiceContext, view: ClusterView, input: MoveInput): Planned {
  const found = requireMoved(ctx, view, input)
  const rule = ruleIdOf(input.move)
  if (rule !== undefined) requireRule(found.route, rule)
  const plan = found.router.plan(view, input.service, input.route, input.move)
  const after = requireMoved(ctx, viewAfter(view, plan), input).route
  return { found, plan, before: found.route, after }
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

function revisionOn(ctx: ServiceContext, view: ClusterView, input: MoveInput): string {
  return requireMoved(ctx, view, input).route.revision
}

async function liveState(ctx: ServiceContext, input: MoveInput): Promise<unknown> {
  const cached = requireView(ctx, input.service.cluster)
  const found = requireMoved(ctx, cached, input)
  const live = await readLive(ctx, cached, input.service, found)
  return await currentState(ctx, requireMoved(ctx, live, input).route)
}

async function currentState(ctx: ServiceContext, route: Route): Promise<unknown> {
  return { route: await describeWriter(ctx, route) }
}
