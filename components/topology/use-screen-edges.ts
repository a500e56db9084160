'use client'
import { useOnViewportChange, useReactFlow, useStoreApi } from '@xyflow/react'
import { useCallback, useEffect } from 'react'
import type { FlowEdge, FlowNode } from './flow-types'

/** Tells which edges have an end on screen, whenever the view has come to rest or the graph changed; the busiest first. */
export function useScreenEdges(edges: readonly FlowEdge[], report: (ids: readonly string[]) => void): void {
  const flow = useReactFlow<FlowNode, FlowEdge>()
  const store = useStoreApi<FlowNode, FlowEdge>()
  const look = useCallback(() => {
    const { transform, width, height } = store.getState()
    const [left, top, zoom] = transform
    const seen = new Map<string, boolean>()
    const onScreen = (id: string) => {
      const known = seen.get(id)
      if (known !== undefined) return known
      const node = flow.getInternalNode(id)
      if (node === undefined) return false
      const x = node.internals.positionAbsolute.x * zoom + left
      const y = node.internals.positionAbsolute.y * zoom + top
      const within =
        x < width && y < height && x + (node.width ?? 0) * zoom > 0 && y + (node.height ?? 0) * zoom > 0
      seen.set(id, within)
      return within
    }
    const shown = edges.filter(({ source, target }) => onScreen(source) || onScreen(target))
    const weight = ({ data }: FlowEdge) =>
      data === undefined ? 0 : data.edge.rate + (data.edge.bytesRate ?? 0) / 1e5
    report(shown.toSorted((a, b) => weight(b) - weight(a)).map(({ id }) => id))
  }, [edges, flow, store, report])
  useOnViewportChange({ onEnd: look })
  useEffect(() => {
    // The canvas has taken the new nodes by the next frame.
    const frame = requestAnimationFrame(look)
    return () => cancelAnimationFrame(frame)
  }, [look])
}
