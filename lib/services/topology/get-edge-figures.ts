import { mostFigures, type EdgeFiguresBody, type EdgeFiguresDto } from '../../contracts/topology'
import { edgeFigures, type EdgeFigures } from '../../domain/topology/edge-figures'
import type { GraphCluster, GraphLevel } from '../../domain/topology/graph-model'
import { isNobodys } from '../../domain/topology/hidden-nodes'
import { createOnScreen, type OnScreen } from '../../domain/topology/on-screen'
import type { FigureRow, TrafficSnapshot } from '../../domain/topology/traffic'
import { partsOfEdges, wantedOf, type EdgeParts } from '../../domain/topology/wanted-edges'
import { authorise, can } from '../authorise'
import type { Ports, ServiceContext } from '../context'
import { requireView, routesOf } from '../traffic/find-route'
import { windowSeconds } from './graph-view'

/** What everybody who asks this process has on screen. */
const screens = new WeakMap<Ports, OnScreen>()
/** Worked out once for the same samples, and gone with them. */
const parts = new WeakMap<TrafficSnapshot, Map<string, Map<string, EdgeParts>>>()
const figures = new WeakMap<readonly FigureRow[], Map<string, Map<string, EdgeFigures>>>()

const assumedScrapeSeconds = 15

/**
 * Latencies and throughput of edges on screen. All that anyone looked at lately is asked for together; edges that are not
 * there, or that the viewer may not see, are left out. Throws `metrics-unavailable`.
 */
export async function getEdgeFigures(ctx: ServiceContext, body: EdgeFiguresBody): Promise<EdgeFiguresDto> {
  await authorise(ctx, 'view', { cluster: body.cluster })
  const { metrics } = ctx.ports
  const { level } = body
  const window = windowSeconds(body.window)
  const at = body.at === undefined ? undefined : new Date(body.at)
  const names = body.cluster === undefined ? ctx.ports.clusters.names() : [body.cluster]
  for (const name of names) requireView(ctx, name)
  const snapshot = await metrics.traffic(window, at)
  const key = JSON.stringify([level, names])
  const known = partsOf(ctx, snapshot, { key, level, names })
  const visible = body.edges.filter((id) => maySee(ctx, known.get(id)))
  const { asked, dropped } = screenOf(ctx.ports).choose(JSON.stringify([key, window, body.at]), visible, {
    now: ctx.now().getTime(),
    tickMs: (metrics.health().scrapeSeconds ?? assumedScrapeSeconds) * 1000,
  })
  const rows = await metrics.figures(window, wantedOf(asked, known), at)
  const found = kept(figures, rows, key, () => edgeFigures(rows, clustersOf(ctx, names), level))
  const left = new Set(dropped)
  return {
    at: snapshot.at,
    window: snapshot.window,
    items: visible.flatMap((id) => {
      const own = left.has(id) ? undefined : found.get(id)
      return own === undefined ? [] : [{ id, ...own }]
    }),
    dropped,
  }
}

function screenOf(ports: Ports): OnScreen {
  const screen = screens.get(ports) ?? createOnScreen(mostFigures)
  screens.set(ports, screen)
  return screen
}

function partsOf(
  ctx: ServiceContext,
  snapshot: TrafficSnapshot,
  { key, level, names }: { key: string; level: GraphLevel; names: readonly string[] },
): Map<string, EdgeParts> {
  return kept(parts, snapshot, key, () => partsOfEdges(snapshot.rows, clustersOf(ctx, names), level))
}

function kept<Of extends object, Value>(
  cache: WeakMap<Of, Map<string, Value>>,
  of: Of,
  key: string,
  make: () => Value,
): Value {
  const values = cache.get(of) ?? new Map<string, Value>()
  cache.set(of, values)
  const value = values.get(key) ?? make()
  values.set(key, value)
  return value
}

function clustersOf(ctx: ServiceContext, names: readonly string[]): GraphCluster[] {
  return names.map((name) => {
    const view = requireView(ctx, name)
    return {
      view,
      routesOf: (service) => routesOf(ctx.ports, view, service),
      versionsOf: (service) => ctx.ports.versionsOf(view, service),
    }
  })
}

/** As in the graph: who sees one end sees what is nobody's at the other, and else both ends must be seen. */
function maySee(ctx: ServiceContext, edge: EdgeParts | undefined): boolean {
  if (edge === undefined) return false
  const owned = [edge.from, edge.to].filter((end) => !isNobodys(end))
  return (
    owned.length > 0 &&
    owned.every(({ cluster, namespace, service }) => {
      const scope = { cluster, namespace, ...(service === undefined ? {} : { service }) }
      return can(ctx, 'view', scope).allowed
    })
  )
}
