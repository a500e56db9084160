'use client'
import { useReactFlow, useStore, useStoreApi } from '@xyflow/react'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { FlowEdge, FlowNode } from './flow-types'
import { rootOf, type GraphIndex } from './graph-index'
import type { Placement } from './layout/placement'
import { mostUrgent } from './most-urgent'

/** Room for the controls at the right and the legend below. */
export const fitOptions = {
  padding: { top: '20px', left: '24px', right: '64px', bottom: '60px' },
  maxZoom: 1.15,
  minZoom: 0.12,
} as const
/** Below this a fitted picture is too small to read, and one part is shown instead where there is a reason to. */
const READABLE = 0.56
const CLOSE = 0.72
/** Narrower than this the whole graph is never readable. */
const PHONE = 640

interface Follow {
  scope: string
  placement: Placement
  index: GraphIndex
  /** The ones that were chosen; their neighbours lie around them. */
  namespaces: readonly string[]
  selected: string | null
  /** A node or edge to go to, by its id on the canvas; a higher `turn` goes there again. */
  goTo: { id: string; turn: number } | null
  still: boolean
}

/** Moves the view only where it must: it fits a new picture once, and brings what was selected into sight. */
export function useViewportFollow(follow: Follow): void {
  const { scope, placement, index, namespaces, selected, goTo, still } = follow
  const flow = useReactFlow<FlowNode, FlowEdge>()
  const store = useStoreApi<FlowNode, FlowEdge>()
  const width = useStore((state) => state.width)
  const height = useStore((state) => state.height)
  const fitted = useRef<string | null>(null)

  const centreOn = (id: string, zoom: number, duration: number) => {
    const node = flow.getInternalNode(id)
    if (node === undefined) return
    const { x, y } = node.internals.positionAbsolute
    void flow.setCenter(x + (node.width ?? 0) / 2, y + (node.height ?? 0) / 2, { zoom, duration })
  }

  const bringIntoSight = useEffectEvent((id: string, readable = false) => {
    const root = rootOf(index, id)
    const node = flow.getInternalNode(id) ?? flow.getInternalNode(root)
    if (node === undefined) return
    const { x, y } = node.internals.positionAbsolute
    const [left, top, zoom] = store.getState().transform
    const right = (x + (node.width ?? 0)) * zoom + left
    const bottom = (y + (node.height ?? 0)) * zoom + top
    const inside = x * zoom + left >= 0 && y * zoom + top >= 0 && right <= width && bottom <= height
    if (!inside || (readable && zoom < READABLE)) centreOn(node.id, Math.max(zoom, CLOSE), still ? 0 : 260)
  })
  const visit = useEffectEvent((id: string) => {
    const edge = index.edges.get(id)
    if (edge === undefined) {
      bringIntoSight(id, true)
      return
    }
    const ends = [edge.from, edge.to].flatMap(
      (end) => flow.getInternalNode(end) ?? flow.getInternalNode(rootOf(index, end)) ?? [],
    )
    const zoom = Math.max(store.getState().transform[2], CLOSE)
    const middle = (axis: 'x' | 'y', size: 'width' | 'height') =>
      ends.reduce((sum, node) => sum + node.internals.positionAbsolute[axis] + (node[size] ?? 0) / 2, 0) /
      ends.length
    if (ends.length > 0)
      void flow.setCenter(middle('x', 'width'), middle('y', 'height'), { zoom, duration: still ? 0 : 260 })
  })
  const open = useEffectEvent(async () => {
    await flow.fitView(fitOptions)
    const small = flow.getZoom() < READABLE
    const chosen = flow.getNodes().filter((node) => isIn(node, namespaces))
    if (small && chosen.length > 0) await flow.fitView({ ...fitOptions, nodes: chosen })
    const target = selected ?? (width < PHONE ? mostUrgent(index) : null)
    if (goTo !== null) visit(goTo.id)
    else if (small && target !== null) centreOn(target, CLOSE, 0)
  })
  useEffect(() => {
    if (width === 0 || height === 0 || fitted.current === scope) return
    if (Object.keys(placement.at).length === 0) return
    fitted.current = scope
    void open()
  }, [scope, placement, width, height])

  useEffect(() => {
    // Before the first fit, what opens the view goes there.
    if (goTo !== null && fitted.current !== null) visit(goTo.id)
  }, [goTo])

  useEffect(() => {
    if (selected !== null && width > 0 && fitted.current === scope) bringIntoSight(selected)
  }, [selected, scope, width, height])
}

const isIn = (node: FlowNode, namespaces: readonly string[]): boolean =>
  node.type !== 'area' && namespaces.includes(node.data.node.namespace)
