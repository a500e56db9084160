'use client'
import { useReactFlow, useStore, useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import type { FlowEdge, FlowNode } from './flow-types'
import type { Placement } from './layout/placement'
import { entryId } from './to-flow'

export const fitOptions = { padding: 0.08, maxZoom: 1.15, minZoom: 0.3 } as const

interface Follow {
  scope: string
  placement: Placement
  selected: string | null
  still: boolean
}

/** Moves the view only where it must: it fits a new picture once, and brings what was selected into sight. */
export function useViewportFollow({ scope, placement, selected, still }: Follow): void {
  const flow = useReactFlow<FlowNode, FlowEdge>()
  const store = useStoreApi<FlowNode, FlowEdge>()
  const width = useStore(({ width }) => width)
  const height = useStore(({ height }) => height)
  const fitted = useRef<string | null>(null)
  const duration = still ? 0 : 260

  useEffect(() => {
    if (width === 0 || height === 0 || fitted.current === scope) return
    if (Object.keys(placement.at).length === 0) return
    fitted.current = scope
    void flow.fitView(fitOptions)
  }, [flow, scope, placement, width, height])

  useEffect(() => {
    if (selected === null || width === 0) return
    const node = flow.getInternalNode(entryId(selected)) ?? flow.getInternalNode(selected)
    if (node === undefined) return
    const { x, y } = node.internals.positionAbsolute
    const [left, top, zoom] = store.getState().transform
    const right = (x + (node.width ?? 0)) * zoom + left
    const bottom = (y + (node.height ?? 0)) * zoom + top
    const inside = x * zoom + left >= 0 && y * zoom + top >= 0 && right <= width && bottom <= height
    if (inside) return
    const centre = { x: x + (node.width ?? 0) / 2, y: y + (node.height ?? 0) / 2 }
    void flow.setCenter(centre.x, centre.y, { zoom: Math.max(zoom, 0.7), duration })
  }, [flow, store, selected, width, height, duration])
}
