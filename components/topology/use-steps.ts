'use client'
import { useState } from 'react'

interface Steps {
  /** Where the view shall be, by the id on the canvas; a higher `turn` goes there again. */
  goTo: { id: string; turn: number } | null
  /** Which match that is, from 0; null when it is none of them any more. */
  at: number | null
  step: (by: 1 | -1) => void
}

/**
 * Steps through matches, round and round. The place is kept by id, so that a renewed graph doesn't lose it. A step is
 * taken with the matches of the next render: Enter commits a new expression and asks for its first match at once.
 */
export function useSteps(order: readonly string[]): Steps {
  const [goTo, setGoTo] = useState<Steps['goTo']>(null)
  const [asked, setAsked] = useState<1 | -1 | null>(null)
  const found = goTo === null ? -1 : order.indexOf(goTo.id)
  if (asked !== null) {
    setAsked(null)
    const from = found < 0 ? (asked === 1 ? -1 : 0) : found
    const id = order[(from + asked + order.length) % Math.max(1, order.length)]
    if (id !== undefined) setGoTo({ id, turn: (goTo?.turn ?? 0) + 1 })
  }
  return { goTo: found < 0 ? null : goTo, at: found < 0 ? null : found, step: setAsked }
}
