'use client'
import { useMemo, type RefObject } from 'react'

interface Moving {
  onMoveStart: () => void
  onMoveEnd: () => void
}

/**
 * Marks the canvas with `moving` while the view moves. It is then a layer of its own, which the browser shifts without
 * painting it again, and its dots stand still. No render is needed for that.
 */
export function useMoving(canvas: RefObject<HTMLElement | null>): Moving {
  return useMemo(
    () => ({
      onMoveStart: () => canvas.current?.classList.add('moving'),
      onMoveEnd: () => canvas.current?.classList.remove('moving'),
    }),
    [canvas],
  )
}
