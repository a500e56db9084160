import { DomainError } from '../../domain/errors'
import type { RecordedRoute, SnapshotStore } from '../../domain/ports'
import type { Route, ServiceRef } from '../../domain/traffic/model'
import type { ServiceContext } from '../context'

/** The routes of one moment, as they were recorded. */
export interface RoutesThen {
  of(service: ServiceRef): Route[]
  /** Whether anything was recorded of the service by then; without it nothing is known of its routes. */
  known(service: ServiceRef): boolean
  /** Those that had a route. */
  services: ServiceRef[]
}

/** What is recorded late, because a look at all services takes a while, is in by then. Milliseconds. */
const settledAfter = 120_000
const keptMoments = 4
/** Clocks of browsers may go ahead by this much, milliseconds. */
const leeway = 5_000

const moments = new WeakMap<SnapshotStore, Map<string, Promise<RoutesThen>>>()

/** A moment of the past. Throws `malformed` for one that has not been yet. */
export function pastMoment(ctx: ServiceContext, text: string): Date {
  const at = new Date(text)
  const now = ctx.now().getTime()
  if (at.getTime() > now + leeway)
    throw new DomainError('malformed', 'at lies in the future: only what has been can be shown.')
  return at.getTime() > now ? new Date(now) : at
}

/** The routes of the clusters at a moment, in one query; viewers of the same moment share it. */
export async function routesAt(
  ctx: ServiceContext,
  at: Date,
  clusters: readonly string[],
): Promise<RoutesThen> {
  const { snapshots } = ctx.ports
  const read = async () => indexed(await snapshots.at(clusters, at))
  if (clusters.length === 0) return indexed([])
  if (ctx.now().getTime() - at.getTime() < settledAfter) return await read()
  const kept = moments.get(snapshots) ?? new Map<string, Promise<RoutesThen>>()
  moments.set(snapshots, kept)
  const key = JSON.stringify([at.getTime(), clusters])
  const then = kept.get(key) ?? read()
  kept.delete(key)
  kept.set(key, then)
  const [oldest] = kept.keys()
  if (kept.size > keptMoments && oldest !== undefined) kept.delete(oldest)
  // What failed is asked again.
  then.catch(() => kept.delete(key))
  return await then
}

function indexed(recorded: readonly RecordedRoute[]): RoutesThen {
  const byService = new Map<string, { service: ServiceRef; routes: Route[] }>()
  for (const { service, route } of recorded) {
    const entry = byService.get(keyOf(service)) ?? { service, routes: [] }
    if (route !== null) entry.routes.push(route)
    byService.set(keyOf(service), entry)
  }
  return {
    of: (service) => byService.get(keyOf(service))?.routes ?? [],
    known: (service) => byService.has(keyOf(service)),
    services: [...byService.values()].flatMap(({ service, routes }) => (routes.length > 0 ? [service] : [])),
  }
}

const keyOf = ({ cluster, namespace, name }: ServiceRef) => JSON.stringify([cluster, namespace, name])
