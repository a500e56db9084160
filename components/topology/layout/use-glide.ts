'use client'
import { useEffect, useState } from 'react'
import { useReducedMotion } from '../use-reduced-motion'
import type { Placement } from './placement'

const GLIDE_MS = 360
/** Above this many boxes a jump is calmer than a stutter. */
const MOST = 200
/** How far from the left a new box slides in. */
const SLIDE = 36

interface Glide {
  from: Placement | undefined
  to: Placement | undefined
  now: Placement | undefined
}

/** The placement on its way to the next one: what moves glides, what is new slides in. */
export function useGlide(target: Placement | undefined): Placement | undefined {
  const still = useReducedMotion()
  const [glide, setGlide] = useState<Glide>({ from: undefined, to: target, now: target })
  if (glide.to !== target) setGlide(begin(glide.now, target, still))
  const { from, to } = glide

  useEffect(() => {
    if (from === undefined || to === undefined) return
    let begun: number | undefined
    let request = requestAnimationFrame(function step(time) {
      begun ??= time
      const part = Math.min(1, (time - begun) / GLIDE_MS)
      const now = part === 1 ? to : between(from, to, 1 - (1 - part) ** 3)
      setGlide((present) => (present.to === to ? { ...present, now } : present))
      if (part < 1) request = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(request)
  }, [from, to])

  return glide.to === target ? glide.now : target
}

/** Jumps where there is nothing to glide from, too much to move, or less motion wanted. */
function begin(from: Placement | undefined, to: Placement | undefined, still: boolean): Glide {
  const jump = from === undefined || to === undefined || still || Object.keys(to.at).length > MOST
  return jump ? { from: undefined, to, now: to } : { from, to, now: between(from, to, 0) }
}

/** A placement `part` (0–1) of the way; edges run direct while their ends move. */
export function between(from: Placement, to: Placement, part: number): Placement {
  const at = Object.fromEntries(
    Object.entries(to.at).map(([id, end]) => {
      const start = from.at[id] ?? { x: end.x - SLIDE, y: end.y }
      return [id, { x: start.x + (end.x - start.x) * part, y: start.y + (end.y - start.y) * part }]
    }),
  )
  const routes = Object.fromEntries(
    Object.entries(to.routes).filter(([id]) => from.routes[id] === to.routes[id]),
  )
  return { at, size: to.size, routes }
}
