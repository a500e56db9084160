import type { Point } from '../edges/edge-path'
import type { GraphIndex } from '../graph-index'
import { mergePlacement, type Placement } from './placement'
import { area as room, type Size } from './sizes'
import type { Structure, StructureEdge, StructureNode } from './structure'

/** The placement of each box by its id, within the box; that of the whole picture under the empty id. */
export type Levels = ReadonlyMap<string, Placement>

const WHOLE = ''

interface Inner {
  size: Size
  /** Where the upper left corner of what it holds lies in the box. */
  origin: Point
  node: StructureNode
}

/**
 * The picture from the inside out: what a box holds is laid out by itself, then the box is one node among others. So
 * what comes and goes in one box moves nothing in another. `ask` lays one level out afresh.
 */
export async function layOut(
  index: GraphIndex,
  structure: Structure,
  ask: (structure: Structure) => Promise<Placement>,
  previous: Levels = new Map(),
): Promise<{ placement: Placement; levels: Levels }> {
  const levels = new Map(previous)
  const inner = new Map<string, Inner>()
  const chains = new Map(structure.nodes.map(({ id }) => [id, chainOf(index, id)]))
  // Inner boxes first: their sizes are needed by those around them.
  for (const area of [...index.areas.values()].reverse()) {
    const level = levelOf(area.id)
    const placed = mergePlacement(levels.get(area.id), await ask(level), level)
    levels.set(area.id, placed)
    inner.set(area.id, innerOf(area.id, placed, level))
  }
  const whole = levelOf(WHOLE)
  levels.set(WHOLE, mergePlacement(levels.get(WHOLE), await ask(whole), whole))
  return { placement: composed(), levels }

  /** What stands directly in a box: its own nodes, and inner boxes as nodes. */
  function levelOf(id: string): Structure {
    const nodes = structure.nodes.filter((node) => (index.areaOf.get(node.id) ?? WHOLE) === id)
    for (const area of index.areas.values()) {
      const box = inner.get(area.id)
      if ((area.parent ?? WHOLE) === id && box !== undefined) nodes.push(box.node)
    }
    const edges = new Map<string, StructureEdge>()
    for (const edge of structure.edges) {
      const from = standIn(edge.from, id)
      const to = standIn(edge.to, id)
      if (from === undefined || to === undefined || from === to) continue
      const direct = from === edge.from && to === edge.to
      const outlet = from === edge.from ? edge.outlet : outletKey(edge.from, edge.outlet)
      edges.set(
        direct ? edge.id : `${from} ${outlet} ${to}`,
        direct ? edge : { id: `${from} ${outlet} ${to}`, from, to, outlet },
      )
    }
    return { nodes, edges: [...edges.values()] }
  }

  /** What stands for a root at the level of a box: itself or the inner box it lies in; undefined outside the box. */
  function standIn(root: string, level: string): string | undefined {
    const chain = chains.get(root) ?? []
    const at = level === WHOLE ? 0 : chain.indexOf(level) + 1
    return level !== WHOLE && at === 0 ? undefined : (chain[at] ?? root)
  }

  function innerOf(area: string, placed: Placement, level: Structure): Inner {
    const { size, origin } = extentOf(placed, level)
    const outlets: Record<string, number> = {}
    const inlets: number[] = []
    for (const node of level.nodes) {
      const top = (placed.at[node.id]?.y ?? 0) + origin.y
      inlets.push(top + node.inlet)
      const nested = index.areas.has(node.id)
      for (const [outlet, y] of Object.entries(node.outlets))
        outlets[nested ? outlet : outletKey(node.id, outlet)] = top + y
    }
    const inlet = inlets.reduce((sum, y) => sum + y, 0) / Math.max(1, inlets.length)
    return { size, origin, node: { id: area, ...size, inlet, outlets } }
  }

  function composed(): Placement {
    const placement: Placement = { at: {}, size: {}, routes: {} }
    put(WHOLE, { x: 0, y: 0 })
    return placement

    function put(level: string, origin: Point): void {
      const placed = levels.get(level)
      if (placed === undefined) return
      for (const [id, { x, y }] of Object.entries(placed.at)) {
        placement.at[id] = { x: x + origin.x, y: y + origin.y }
        const size = placed.size[id]
        if (size !== undefined) placement.size[id] = size
        const box = inner.get(id)
        if (box !== undefined) put(id, { x: x + origin.x + box.origin.x, y: y + origin.y + box.origin.y })
      }
      for (const [id, route] of Object.entries(placed.routes)) {
        placement.routes[id] = route.map(({ x, y }) => ({ x: x + origin.x, y: y + origin.y }))
      }
    }
  }
}

/** The boxes around a root, the outermost first. */
function chainOf(index: GraphIndex, root: string): string[] {
  const chain: string[] = []
  for (let id = index.areaOf.get(root); id !== undefined; id = index.areas.get(id)?.parent) chain.unshift(id)
  return chain
}

function outletKey(root: string, outlet: string): string {
  return `${root}>${outlet}`
}

function extentOf(placed: Placement, { nodes }: Structure): { size: Size; origin: Point } {
  let [left, top, right, bottom] = [0, 0, 0, 0]
  for (const { id, width, height } of nodes) {
    const { x, y } = placed.at[id] ?? { x: 0, y: 0 }
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  return {
    size: { width: right - left + 2 * room.padding, height: bottom - top + room.header + room.padding },
    origin: { x: room.padding - left, y: room.header - top },
  }
}
