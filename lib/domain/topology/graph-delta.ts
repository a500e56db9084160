import type { Graph, GraphEdge, GraphNode } from './graph-model'

/** A graph with the name of its state; deltas say which one they start from. */
export interface RevisedGraph extends Graph {
  revision: string
}

/** What changed of one node or edge: fields that have another value, and fields that are gone. */
export interface Change {
  id: string
  set: Record<string, unknown>
  unset?: string[]
}

export interface Changes<Item> {
  added: Item[]
  changed: Change[]
  removed: string[]
}

/** The way from one revision of a graph to a later one. */
export interface GraphDelta extends Omit<RevisedGraph, 'nodes' | 'edges'> {
  /** The revision that it starts from. */
  base: string
  nodes: Changes<GraphNode>
  edges: Changes<GraphEdge>
}

type Fields = Readonly<Record<string, unknown>>

/** What became of nodes and edges, by the later one; parts of one graph have them in common. */
export type KnownChanges = Map<object, { old: object; change: Change | undefined }>

/**
 * What leads from one graph to another; fields are compared in depth, and the order of nodes and edges is not told.
 * `known` is filled and used, for parts of the same two graphs; it holds both, so it is not to be kept.
 */
export function diffGraphs(
  base: RevisedGraph,
  next: RevisedGraph,
  known: KnownChanges = new Map(),
): GraphDelta {
  return {
    ...next,
    base: base.revision,
    nodes: changesOf(base.nodes, next.nodes, known),
    edges: changesOf(base.edges, next.edges, known),
  }
}

/**
 * The later graph; undefined where the delta starts from another revision than the graph's. What was there keeps its
 * place and, unless it changed, its object; new nodes and edges stand at the end.
 */
export function applyDelta(graph: RevisedGraph, delta: GraphDelta): RevisedGraph | undefined {
  if (delta.base !== graph.revision) return undefined
  const { base: _base, ...rest } = delta
  return {
    ...rest,
    nodes: applyChanges(graph.nodes, delta.nodes),
    edges: applyChanges(graph.edges, delta.edges),
  }
}

function changesOf<Item extends { id: string }>(
  base: Item[],
  next: Item[],
  known: KnownChanges,
): Changes<Item> {
  const changes: Changes<Item> = { added: [], changed: [], removed: [] }
  if (base === next) return changes
  const before = new Map(base.map((item) => [item.id, item]))
  for (const item of next) {
    const old = before.get(item.id)
    if (old === undefined) {
      changes.added.push(item)
      continue
    }
    before.delete(item.id)
    const change = knownChange(old, item, known)
    if (change !== undefined) changes.changed.push(change)
  }
  changes.removed.push(...before.keys())
  return changes
}

function knownChange(old: { id: string }, item: { id: string }, known: KnownChanges): Change | undefined {
  const found = known.get(item)
  if (found?.old === old) return found.change
  const change = changeOf(old, item)
  known.set(item, { old, change })
  return change
}

function changeOf(old: { id: string }, item: { id: string }): Change | undefined {
  if (old === item) return undefined
  const before = old as unknown as Fields
  const after = item as unknown as Fields
  const set: Record<string, unknown> = {}
  for (const field of Object.keys(after))
    if (after[field] !== undefined && !isSame(before[field], after[field])) set[field] = after[field]
  const unset = Object.keys(before).filter(
    (field) => before[field] !== undefined && after[field] === undefined,
  )
  if (unset.length > 0) return { id: item.id, set, unset }
  return Object.keys(set).length > 0 ? { id: item.id, set } : undefined
}

/** Equality of plain JSON in depth; a field without a value is no field. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) || Array.isArray(other)) return isSameList(one, other)
  const before = one as Fields
  const after = other as Fields
  return (
    Object.keys(before).every((field) => isSame(before[field], after[field])) &&
    Object.keys(after).every((field) => before[field] !== undefined || after[field] === undefined)
  )
}

function isSameList(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
  return one.every((value, index) => isSame(value, other[index]))
}

function applyChanges<Item extends { id: string }>(
  items: Item[],
  { added, changed, removed }: Changes<Item>,
): Item[] {
  if (added.length + changed.length + removed.length === 0) return items
  const gone = new Set(removed)
  const changes = new Map(changed.map((change) => [change.id, change]))
  const kept = items.filter(({ id }) => !gone.has(id))
  return [...kept.map((item) => withChange(item, changes.get(item.id))), ...added]
}

function withChange<Item extends { id: string }>(item: Item, change: Change | undefined): Item {
  if (change === undefined) return item
  const later = { ...item, ...change.set }
  for (const field of change.unset ?? []) Reflect.deleteProperty(later, field)
  return later
}
