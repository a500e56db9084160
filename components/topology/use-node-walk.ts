'use client'
import { useReactFlow, useStoreApi } from '@xyflow/react'
import type { KeyboardEvent, RefObject } from 'react'
import type { FlowEdge, FlowNode } from './flow-types'
import { directionOf, nearestInDirection, nearestTo, type Place } from './nearest'
import { graphId } from './to-flow'

interface NodeWalk {
  canvas: RefObject<HTMLElement | null>
  onOpen: (id: string) => void
  onFocus: (id: string) => void
}

/**
 * The keyboard on the canvas: arrow keys go to the next node in that direction, at first to the one in the middle of
 * the view; Enter opens it, Shift and Enter shows its neighbours only.
 */
export function useNodeWalk({ canvas, onOpen, onFocus }: NodeWalk): (event: KeyboardEvent) => void {
  const flow = useReactFlow<FlowNode, FlowEdge>()
  const store = useStoreApi<FlowNode, FlowEdge>()
  const elementOf = (id: string) =>
    canvas.current?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`) ?? null

  const places = (): Place[] =>
    flow.getNodes().flatMap((node) => {
      const at = flow.getInternalNode(node.id)?.internals.positionAbsolute
      if (at === undefined || node.type === 'box' || node.type === 'area') return []
      return [{ id: node.id, x: at.x + (node.width ?? 0) / 2, y: at.y + (node.height ?? 0) / 2 }]
    })
  const goTo = (id: string, all: readonly Place[]) => {
    const place = all.find((one) => one.id === id)
    if (place === undefined) return
    const { transform, width, height } = store.getState()
    const [left, top, zoom] = transform
    const x = place.x * zoom + left
    const y = place.y * zoom + top
    const focus = () => elementOf(id)?.focus({ preventScroll: true })
    if (x > 0 && y > 0 && x < width && y < height) {
      focus()
      return
    }
    // What was out of sight is drawn in the frame after the view has moved there.
    void flow.setCenter(place.x, place.y, { zoom, duration: 0 }).then(() => requestAnimationFrame(focus))
  }

  /** The walk goes on from where it was, also when what opens beside it took the focus away from everything. */
  const keepFocus = (id: string, frames = 6) => {
    if (document.activeElement === document.body) elementOf(id)?.focus({ preventScroll: true })
    if (frames > 0) requestAnimationFrame(() => keepFocus(id, frames - 1))
  }

  return (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof Element)) return
    const from = event.target.closest<HTMLElement>('.react-flow__node')?.dataset['id']
    const direction = directionOf(event.key)
    if (from !== undefined && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault()
      if (event.shiftKey) onFocus(graphId(from))
      else onOpen(graphId(from))
      keepFocus(from)
      return
    }
    if (direction === null || (from === undefined && !event.target.matches('.react-flow'))) return
    event.preventDefault()
    const all = places()
    const { transform, width, height } = store.getState()
    const [left, top, zoom] = transform
    const next =
      from === undefined
        ? nearestTo(all, (width / 2 - left) / zoom, (height / 2 - top) / zoom)
        : nearestInDirection(all, from, direction)
    if (next !== null) goTo(next, all)
  }
}
