import type { Point } from '../edges/edge-path'
import type { Size } from './sizes'
import type { Structure, StructureNode } from './structure'

/** Where everything stands. */
export interface Placement {
  /** Upper left corners by id. */
  at: Record<string, Point>
  size: Record<string, Size>
  /** Points between the ends of an edge, by its id; absent for a direct one. */
  routes: Record<string, Point[]>
  /** Where nodes stood that are gone for now, so that they come back to the same place. */
  gone?: Record<string, Point>
  /** The largest size that a node has had: room that nobody was given since. */
  reserved?: Record<string, Size>
}

/** Below this share of nodes in common the picture is another one, and is drawn afresh. */
const IN_COMMON = 0.5
const MARGIN = 28

/**
 * The new picture with as little movement as possible. What was there stays; what grew pushes its right and lower
 * neighbours just far enough; what is new takes its place of the fresh layout, moved along with its neighbours.
 */
export function mergePlacement(
  previous: Placement | undefined,
  fresh: Placement,
  structure: Structure,
): Placement {
  const kept = structure.nodes.filter(({ id }) => previous?.at[id] !== undefined)
  const known = structure.nodes.filter(({ id }) => (previous?.at[id] ?? previous?.gone?.[id]) !== undefined)
  if (previous === undefined || known.length < structure.nodes.length * IN_COMMON) return fresh
  const at: Record<string, Point> = {}
  for (const { id } of kept) at[id] = { ...(previous.at[id] ?? { x: 0, y: 0 }) }
  const routes: Record<string, Point[]> = {}
  for (const { id } of structure.edges) {
    const route = previous.routes[id]
    if (route !== undefined) routes[id] = route.map((point) => ({ ...point }))
  }
  for (const node of kept) widen(node, previous, at, routes)

  const added = structure.nodes.filter(({ id }) => at[id] === undefined)
  const shift = shifts(structure, at, fresh)
  for (const { id } of added) {
    const before = previous.gone?.[id]
    const place = fresh.at[id] ?? { x: 0, y: 0 }
    const { x, y } = shift(id)
    at[id] = before === undefined ? { x: place.x + x, y: place.y + y } : { ...before }
  }
  settle(at, kept, added, previous)

  // A route was moved along when its ends went aside; where one went up or down it fits no more.
  const level = (id: string) => previous.at[id]?.y === at[id]?.y
  const fitting = structure.edges.filter(({ from, to }) => level(from) && level(to))
  const size = Object.fromEntries(structure.nodes.map(({ id, width, height }) => [id, { width, height }]))
  return {
    at,
    size,
    routes: Object.fromEntries(
      fitting.flatMap(({ id }) => (routes[id] === undefined ? [] : [[id, routes[id]]])),
    ),
    gone: goneFrom(previous, at),
    reserved: { ...previous.reserved, ...reservedFor(previous, structure) },
  }
}

function goneFrom(previous: Placement, at: Record<string, Point>): Record<string, Point> {
  const before = Object.entries({ ...previous.gone, ...previous.at })
  return Object.fromEntries(before.filter(([id]) => at[id] === undefined))
}

function reservedFor(previous: Placement, { nodes }: Structure): Record<string, Size> {
  return Object.fromEntries(
    nodes.map(({ id, width, height }) => {
      const before = roomOf(previous, id)
      return [
        id,
        { width: Math.max(width, before?.width ?? 0), height: Math.max(height, before?.height ?? 0) },
      ]
    }),
  )
}

function roomOf(placement: Placement, id: string): Size | undefined {
  return placement.reserved?.[id] ?? placement.size[id]
}

function sameSize(a: Size | undefined, b: Size | undefined): boolean {
  return a?.width === b?.width && a?.height === b?.height
}

/** A node that became wider moves all that is right of it. One that became higher keeps its top, and so its versions. */
function widen(
  node: StructureNode,
  previous: Placement,
  at: Record<string, Point>,
  routes: Record<string, Point[]>,
): void {
  const before = roomOf(previous, node.id)
  const place = at[node.id]
  if (before === undefined || place === undefined || node.width <= before.width) return
  const rightEdge = place.x + before.width
  const others = Object.entries(at).flatMap(([id, other]) => (id === node.id ? [] : [other]))
  for (const point of [...others, ...Object.values(routes).flat()]) {
    if (point.x >= rightEdge) point.x += node.width - before.width
  }
}

/** How far the fresh layout has to be moved at a new node: as far as its neighbours were, else as all were on average. */
function shifts(structure: Structure, at: Record<string, Point>, fresh: Placement): (id: string) => Point {
  const offset = (id: string): Point[] => {
    const here = at[id]
    const there = fresh.at[id]
    return here === undefined || there === undefined ? [] : [{ x: here.x - there.x, y: here.y - there.y }]
  }
  const known = new Map(Object.keys(at).map((id) => [id, offset(id)]))
  const overall = mean([...known.values()].flat())
  return (id) => {
    const near = structure.edges.flatMap(({ from, to }) =>
      from === id ? (known.get(to) ?? []) : to === id ? (known.get(from) ?? []) : [],
    )
    return near.length === 0 ? overall : mean(near)
  }
}

function mean(points: readonly Point[]): Point {
  if (points.length === 0) return { x: 0, y: 0 }
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }))
  return { x: Math.round(sum.x / points.length), y: Math.round(sum.y / points.length) }
}

/** Pushes down whatever overlaps. Grown nodes have their place first, then the others from the top, new ones last. */
function settle(
  at: Record<string, Point>,
  kept: readonly StructureNode[],
  added: readonly StructureNode[],
  previous: Placement,
): void {
  const top = (a: StructureNode, b: StructureNode) => (at[a.id]?.y ?? 0) - (at[b.id]?.y ?? 0)
  const grown = kept.filter(({ id, ...size }) => !sameSize(previous.size[id], size))
  const others = kept.filter((node) => !grown.includes(node)).toSorted(top)
  const placed: StructureNode[] = []
  for (const node of [...grown.toSorted(top), ...others, ...added.toSorted(top)]) {
    const place = at[node.id]
    if (place === undefined) continue
    for (let hit = hitBy(node, place, placed, at); hit !== undefined; hit = hitBy(node, place, placed, at)) {
      place.y = hit
    }
    placed.push(node)
  }
}

/** The height below the first node in the way. */
function hitBy(
  node: StructureNode,
  place: Point,
  placed: readonly StructureNode[],
  at: Record<string, Point>,
): number | undefined {
  for (const other of placed) {
    const there = at[other.id]
    if (there === undefined) continue
    const apart =
      place.x >= there.x + other.width + MARGIN ||
      there.x >= place.x + node.width + MARGIN ||
      place.y >= there.y + other.height + MARGIN ||
      there.y >= place.y + node.height + MARGIN
    if (!apart) return there.y + other.height + MARGIN
  }
  return undefined
}
