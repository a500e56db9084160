'use client'
import { useMemo, useState } from 'react'
import {
  bundled,
  edgeLines,
  MANY_EDGES,
  MOST_ALIVE,
  type EdgeBundle,
  type EdgeLine,
} from './edges/edge-bundles'
import type { FlowEdge, FlowNode } from './flow-types'

interface EdgeDrawing {
  /** Edges of their own, with labels and particles. */
  alive: FlowEdge[]
  /** All edges drawn together; empty where each is one of its own. */
  bundles: readonly EdgeBundle[]
  lines: readonly EdgeLine[]
  /** Takes the edges on screen, the busiest first. */
  see: (ids: readonly string[]) => void
}

/** How edges are drawn: each by itself, or, where there are many, together but for those in sight when one is near. */
export function useEdgeDrawing(nodes: readonly FlowNode[], edges: FlowEdge[], near: boolean): EdgeDrawing {
  const many = edges.length > MANY_EDGES
  const [seen, see] = useState<readonly string[]>([])
  const lines = useMemo(() => (many ? edgeLines(nodes, edges) : []), [many, nodes, edges])
  const bundles = useMemo(() => bundled(lines), [lines])
  const alive = useMemo(() => {
    if (!many) return edges
    const inSight = new Set(near ? seen.slice(0, MOST_ALIVE) : [])
    const found = edges.filter(({ data }) => data?.found !== 'no').slice(0, MOST_ALIVE)
    return edges.filter(
      (edge) => inSight.has(edge.id) || edge.data?.selected === true || found.includes(edge),
    )
  }, [many, edges, near, seen])
  return { alive, bundles, lines, see }
}
