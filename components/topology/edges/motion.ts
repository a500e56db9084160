'use client'
import { createContext } from 'react'

/** Whether particles may move: not on stale data, not against the viewer's wish, not among too many edges. */
export const MotionContext = createContext(false)
