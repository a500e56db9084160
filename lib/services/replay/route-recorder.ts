import type { ClusterChange, SeenRoute } from '../../domain/ports'
import type { Route, ServiceRef } from '../../domain/traffic/model'
import type { Ports, ServiceContext } from '../context'
import { routesOf } from '../traffic/find-route'
import { summaryOf } from '../traffic/summary'
import { changeWords } from './change-words'
import { mayChangeRoutes, routingUnread } from './routing-kinds'

/** Writes to the database what routes look like, on the one replica that leads. */
export interface RouteRecorder {
  /**
   * Records the routes that are not what was recorded last. The first call of a term of leadership looks at all of
   * them, later ones at clusters in which a routing object has changed. Throws when the database is away; the next
   * call goes on from there.
   */
  record(ctx: ServiceContext, epoch: number): Promise<void>
  /** The same without waiting, one at a time; what goes wrong is logged and tried again with the next call. */
  tick(ctx: ServiceContext, epoch: number): void
  /** Another replica leads. */
  rest(): void
  stop(): Promise<void>
}

interface Log {
  warn(detail: object, words: string): void
}

/** Stands for a service without any route, so that it is known to have had none. */
const noRoute = ''
const gone = 'gone'
/** A look at all services must not take more than this part of the time. */
const restFactor = 10
/** Services that are read before other work gets its turn. */
const atOnce = 200

/** Revisions by service and route, as they were recorded last. */
type Known = Map<string, { service: ServiceRef; revisions: Map<string, string> }>
type Found = Omit<SeenRoute, 'takenAt' | 'cause' | 'words'>

const keyOf = ({ namespace, name }: ServiceRef) => `${namespace}/${name}`

/**
 * Begins watching at once; nothing is written until `record`. One mark a cluster is all that is kept in between. `clock`
 * tells milliseconds.
 */
export function createRouteRecorder(ports: Ports, log: Log, clock: () => number = Date.now): RouteRecorder {
  let running: Promise<void> | undefined
  let term: number | undefined
  const recorded = new Map<string, Known>()
  /** Clusters with changes that have not been looked at, and when the latest was seen. */
  const dirty = new Map<string, number>()
  const notBefore = new Map<string, number>()

  const stopWatching = ports.clusters.onChange((change: ClusterChange) => {
    if (mayChangeRoutes(change)) dirty.set(change.cluster, clock())
  })

  const look = async (ctx: ServiceContext, cluster: string) => {
    const first = !recorded.has(cluster)
    const began = clock()
    const seenAt = dirty.get(cluster) ?? began
    dirty.delete(cluster)
    try {
      const known = recorded.get(cluster) ?? (await recall(ctx, cluster))
      const found = await differences(ports, cluster, known)
      // By the clock that dates outcomes too: the database's would be off by the time that it takes to answer.
      const takenAt = new Date(seenAt).toISOString()
      const seen = await causesOf(ctx, found, known, first)
      await ctx.ports.snapshots.add(seen.map((each) => ({ ...each, takenAt })))
      for (const each of found) learn(known, each)
      recorded.set(cluster, known)
    } catch (error) {
      dirty.set(cluster, dirty.get(cluster) ?? seenAt)
      throw error
    } finally {
      notBefore.set(cluster, clock() + restFactor * (clock() - began))
    }
  }

  const record = async (ctx: ServiceContext, epoch: number) => {
    if (epoch !== term) recorded.clear()
    term = epoch
    for (const cluster of ports.clusters.names()) {
      const due = (dirty.has(cluster) || !recorded.has(cluster)) && clock() >= (notBefore.get(cluster) ?? 0)
      // An empty list would look as if all routes had gone.
      if (due && !routingUnread(ports.clusters.health(cluster))) await look(ctx, cluster)
    }
  }

  return {
    record,
    tick: (ctx, epoch) => {
      running ??= record(ctx, epoch)
        .catch((error: unknown) => {
          log.warn({ err: error }, 'changes of routes could not be recorded')
        })
        .finally(() => {
          running = undefined
        })
    },
    rest: () => {
      term = undefined
      recorded.clear()
    },
    stop: async () => {
      stopWatching()
      await running
    },
  }
}

async function recall(ctx: ServiceContext, cluster: string): Promise<Known> {
  const known: Known = new Map()
  for (const { service, id, revision } of await ctx.ports.snapshots.revisions(cluster))
    revisionsIn(known, service).set(id, revision)
  return known
}

/** The routes that are not as they are known, those that are gone among them. */
async function differences(ports: Ports, cluster: string, known: Known): Promise<Found[]> {
  const view = ports.clusters.view(cluster)
  if (view === undefined) return []
  const found: Found[] = []
  const present = new Set<string>()
  for (const [index, { metadata }] of view.list('services').entries()) {
    if (index % atOnce === atOnce - 1) await new Promise((resolve) => setImmediate(resolve))
    const service = { cluster, namespace: metadata.namespace ?? '', name: metadata.name }
    present.add(keyOf(service))
    found.push(...differencesOf(service, routesOf(ports, view, service), known))
  }
  for (const [key, { service }] of known)
    if (!present.has(key)) found.push(...differencesOf(service, undefined, known))
  return found
}

/** `routes` is undefined where the service itself is gone. */
function differencesOf(service: ServiceRef, routes: readonly Route[] | undefined, known: Known): Found[] {
  const revisions = known.get(keyOf(service))?.revisions ?? new Map<string, string>()
  const missing = [...revisions].flatMap(([id, revision]) =>
    revision === gone || routes?.some((route) => route.id === id) === true
      ? []
      : [{ service, id, route: null }],
  )
  if (routes?.length === 0 && revisions.size === 0) return [{ service, id: noRoute, route: null }]
  return [
    ...missing,
    ...(routes ?? []).flatMap((route) =>
      revisions.get(route.id) === route.revision
        ? []
        : [{ service, id: route.id, route, ...(route.writer && { writer: writerOf(route.writer) }) }],
    ),
  ]
}

const writerOf = ({ manager, time }: NonNullable<Route['writer']>) => ({ manager, time })

/** With the reason why each is recorded; what an operation records itself is left to it. */
async function causesOf(
  ctx: ServiceContext,
  found: readonly Found[],
  known: Known,
  first: boolean,
): Promise<Omit<SeenRoute, 'takenAt'>[]> {
  const changed = found.filter(({ service, id }) => known.get(keyOf(service))?.revisions.has(id) === true)
  const previous = new Map(
    (changed.length === 0 ? [] : await ctx.ports.snapshots.newest(changed)).map(
      ({ service, id, route }) => [`${keyOf(service)} ${id}`, route] as const,
    ),
  )
  const seen: Omit<SeenRoute, 'takenAt'>[] = []
  for (const each of found) {
    const before = previous.get(`${keyOf(each.service)} ${each.id}`) ?? null
    const mark = each.route?.writer?.operation
    const operation = mark === undefined ? undefined : await ctx.ports.store.operations.get(mark)
    if (operation !== undefined && leavesSnapshot(operation, each)) continue
    const isNew = !changed.includes(each)
    const quiet = each.id === noRoute || (first && isNew) || isStandIn(each, before, found)
    seen.push({
      ...each,
      cause: operation ? 'own' : quiet ? 'baseline' : first ? 'away' : 'change',
      words: wordsOf(before, each.route),
    })
  }
  return seen
}

/** The Service itself is a route while no other is: that it comes or goes with the other is no change of its own. */
function isStandIn(seen: Found, before: Route | null, found: readonly Found[]): boolean {
  const comesOrGoes = (seen.route === null) !== (before === null)
  return (
    comesOrGoes &&
    (seen.route ?? before)?.dataPlane === 'kubernetes' &&
    found.some((other) => other.id !== seen.id && keyOf(other.service) === keyOf(seen.service))
  )
}

function wordsOf(before: Route | null, after: Route | null): string {
  if (after === null) return before === null ? 'no route' : `${before.kind} ${before.name} removed`
  if (before === null) return `${after.kind} ${after.name} added`
  const words = changeWords(summaryOf(before, undefined), summaryOf(after, undefined))
  return words === '' ? `${after.kind} ${after.name} changed` : words
}

type Operation = Awaited<ReturnType<Ports['store']['operations']['get']>> & object

/** An operation that may be, or is, applied records its own route; what else its write reached it doesn't. */
function leavesSnapshot({ service, route, outcome }: Operation, seen: Found): boolean {
  const open = outcome === 'pending' || outcome === 'unknown' || outcome === 'applied'
  return open && route === seen.id && keyOf(service) === keyOf(seen.service)
}

function learn(known: Known, { service, id, route }: Found): void {
  revisionsIn(known, service).set(id, route?.revision ?? gone)
}

function revisionsIn(known: Known, service: ServiceRef): Map<string, string> {
  const key = keyOf(service)
  const entry = known.get(key) ?? { service, revisions: new Map<string, string>() }
  known.set(key, entry)
  return entry.revisions
}
