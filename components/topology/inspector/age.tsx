'use client'
import { createContext, useContext } from 'react'

/** How old the figures in the inspector are, in words, for hovering. */
export const AgeContext = createContext<string | undefined>(undefined)

export function useAge(): string | undefined {
  return useContext(AgeContext)
}
