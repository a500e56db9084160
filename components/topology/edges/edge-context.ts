'use client'
import { createContext } from 'react'
import type { Point } from './edge-path'

interface EdgeContextValue {
  /** Whether particles may move: not on stale data, not against the viewer's wish, not among too many edges. */
  moving: boolean
  /** Where labels stand, by edge; null where there is no room. None are there that can't be read at this zoom. */
  places: ReadonlyMap<string, Point | null>
}

export const EdgeContext = createContext<EdgeContextValue>({ moving: false, places: new Map() })
