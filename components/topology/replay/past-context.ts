'use client'
import { createContext, useContext } from 'react'
import { formatExact } from '@/components/ui/format-time'
import type { ComparedMoments } from './compare-moments'

interface Past {
  /** The moment that is shown, epoch milliseconds; null is now. */
  at: number | null
  /** The two moments that are compared, the earlier one first. */
  compared: ComparedMoments | undefined
}

export const PastContext = createContext<Past>({ at: null, compared: undefined })

export const usePast = (): Past => useContext(PastContext)

/** Why nothing can be moved: undefined where what is shown is now. */
export function usePastReason(): string | undefined {
  const { at } = usePast()
  return at === null
    ? undefined
    : `You are looking at ${formatExact(at)}. Only what is now can be changed: go back to now first.`
}
