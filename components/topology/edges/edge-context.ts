'use client'
import { createContext } from 'react'

interface EdgeContextValue {
  /** Whether particles may move: not on stale data, not against the viewer's wish, not among too many edges. */
  moving: boolean
  /** Whether labels can be read at this zoom. */
  labelled: boolean
}

export const EdgeContext = createContext<EdgeContextValue>({ moving: false, labelled: true })
