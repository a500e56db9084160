'use client'
import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { parseView, writeView, type ViewState } from './view-state'

export type ChangeView = (change: Partial<ViewState>) => void

/** The view in the address, and how to change it. The entry in the history is replaced, without a round trip. */
export function useViewState(): [ViewState, ChangeView] {
  const search = useSearchParams()
  const view = useMemo(() => parseView(search), [search])
  const change = useCallback<ChangeView>((part) => {
    // Read at the time of the change: two changes in one moment must not undo each other.
    const present = new URLSearchParams(window.location.search)
    const next = writeView({ ...parseView(present), ...part }, present).toString()
    window.history.replaceState(null, '', next === '' ? window.location.pathname : `?${next}`)
  }, [])
  return [view, change]
}
