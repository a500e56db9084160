'use client'
import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo, useState } from 'react'
import { parseView, writeView, type ViewState } from './view-state'

export type ChangeView = (change: Partial<ViewState>) => void

/** What was written into the address, until the router tells it too. */
interface Written {
  text: string
  /** What the router may still tell meanwhile. */
  before: readonly string[]
}

/**
 * The view in the address, and how to change it. The entry in the history is replaced, without a round trip. A change
 * shows at once: the router passes it on with low priority, which a busy page may keep waiting.
 */
export function useViewState(): [ViewState, ChangeView] {
  const told = useSearchParams().toString()
  const [written, setWritten] = useState<Written | null>(null)
  if (written !== null && !written.before.includes(told)) setWritten(null)
  const text = written !== null && written.before.includes(told) ? written.text : told
  const view = useMemo(() => parseView(new URLSearchParams(text)), [text])
  const change = useCallback<ChangeView>(
    (part) => {
      // Read at the time of the change: two changes in one moment must not undo each other.
      const present = new URLSearchParams(window.location.search)
      const next = writeView({ ...parseView(present), ...part }, present).toString()
      if (next === present.toString()) return
      window.history.replaceState(null, '', next === '' ? window.location.pathname : `?${next}`)
      setWritten((last) => {
        const before = [...(last?.before ?? []), present.toString()]
        return { text: next, before: [...new Set(before)].filter((one) => one !== next) }
      })
    },
    [setWritten],
  )
  return [view, change]
}
