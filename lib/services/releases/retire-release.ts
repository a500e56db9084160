import { DomainError } from '../../domain/errors'
import type { ReleaseRecord } from '../../domain/release/release'
import { backingServices } from '../../domain/topology/service-hosts'
import type { Route } from '../../domain/traffic/model'
import type { OperationRecord } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'
import { requireView, routesOf } from '../traffic/find-route'
import { performMove } from '../traffic/perform-move'
import { beginVerb, withReason, type VerbInput } from './begin-verb'
import { onBehalf, scaleFor, withOperations } from './place-release'
import { transition } from './transition'

/** The old version must have been quiet for so long. */
const quietSeconds = 30

/**
 * Scales the old version to zero. Refused while it has weight or observed traffic anywhere, and while nobody can know.
 * On Traefik its entries are taken out first: there an empty Service takes the whole route down, even at weight 0.
 */
export async function retireRelease(ctx: ServiceContext, input: VerbInput): Promise<ReleaseRecord> {
  const release = await beginVerb(ctx, input, 'retire')
  const routes = routesOf(ctx.ports, requireView(ctx, release.service.cluster), release.service)
  refuseWeight(routes, release)
  await refuseTraffic(ctx, routes, release)
  const reason = input.reason ?? 'retire'
  const acting = onBehalf(ctx, release)
  const operations: OperationRecord[] = []
  for (const { route, rule, key } of traefikEntries(routes, release)) {
    const move = { kind: 'remove-version' as const, rule, key }
    operations.push(await performMove(acting, { service: release.service, route, move, reason }))
  }
  operations.push(...(await scaleFor(acting, release, release.from, 0, reason)))
  if (operations.some(({ outcome }) => outcome === 'unknown'))
    throw new DomainError('cluster-unavailable', 'It is not known yet whether the old version was scaled.')
  const { change, event } = withOperations(
    release,
    operations.filter(({ writes }) => writes.length > 0),
  )
  return await transition(ctx, release, change, {
    action: 'retire',
    words: input.reason ?? `${release.from} was scaled to zero.`,
    ...withReason(input),
    ...event,
  })
}

function refuseWeight(routes: readonly Route[], { from }: ReleaseRecord): void {
  const busy = routes.flatMap((route) =>
    route.dataPlane === 'kubernetes'
      ? []
      : route.rules.filter(
          ({ destinations, mirrors }) =>
            destinations.some(({ version, percent }) => version === from && percent > 0) ||
            mirrors.some(({ to, percent }) => to === from && percent > 0),
        ),
  )
  if (busy.length > 0)
    throw new DomainError(
      'blocked',
      `${from} still gets requests by ${busy.map(({ name, id }) => name ?? id).join(', ')}.`,
    )
}

/** Throws `blocked` while the metrics saw requests, `metrics-unavailable` while they cannot say. */
async function refuseTraffic(
  ctx: ServiceContext,
  routes: readonly Route[],
  { service, from }: ReleaseRecord,
): Promise<void> {
  const now = await ctx.ports.store.now()
  const since = new Date(now.getTime() - quietSeconds * 1000)
  const others = backingServices(routes, service)
  const counts = await ctx.ports.metrics.counts(service, since, undefined, others)
  const seen = counts.versions.find(({ version }) => version === from)?.requests ?? 0
  if (seen > 0)
    throw new DomainError('blocked', `${from} answered ${seen} requests in the last ${quietSeconds} s.`)
  if (!counts.complete)
    throw new DomainError(
      'metrics-unavailable',
      `The metrics of the last ${quietSeconds} s are incomplete: whether ${from} is quiet cannot be told. Try again.`,
    )
}

function traefikEntries(
  routes: readonly Route[],
  { from }: ReleaseRecord,
): { route: string; rule: string; key: string }[] {
  return routes
    .filter(({ dataPlane }) => dataPlane === 'traefik')
    .flatMap((route) =>
      route.rules.flatMap((rule) =>
        rule.destinations
          .filter(({ version }) => version === from)
          .map(({ key }) => ({ route: route.id, rule: rule.id, key })),
      ),
    )
}
