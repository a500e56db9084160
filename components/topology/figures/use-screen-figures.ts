'use client'
import { useCallback, useMemo, useState } from 'react'
import { parseQuery } from '../find/parse'
import { usesFigures } from '../find/uses-figures'
import { needsFigures } from '../label-kinds'
import type { ViewState } from '../view-state'
import { useEdgeFigures, type Figures } from './use-edge-figures'

interface ScreenFigures extends Figures {
  /** Takes the ids of the edges that are on screen. */
  report: (ids: readonly string[]) => void
}

/** Figures of the edges on screen, asked for only while something on the page shows or compares them. */
export function useScreenFigures(view: ViewState, at: string | undefined): ScreenFigures {
  const [onScreen, setOnScreen] = useState<readonly string[]>([])
  // Ids in the same order ask nothing anew: a pan within the same edges is free.
  const report = useCallback(
    (ids: readonly string[]) =>
      setOnScreen((present) =>
        present.length === ids.length && present.every((id, place) => id === ids[place]) ? present : ids,
      ),
    [],
  )
  const all = useMemo(
    () => needsFigures(view.labels) || [view.find, view.hide].some((text) => text !== null && asks(text)),
    [view.labels, view.find, view.hide],
  )
  const { selected } = view
  const edges = useMemo(() => {
    // A folded edge is none that the server knows.
    const known = (all ? onScreen : []).filter((id) => !id.startsWith('folded|'))
    const first = selected !== null && isEdge(selected) ? [selected] : []
    return [...new Set([...first, ...known])]
  }, [all, onScreen, selected])
  const scope = { cluster: view.cluster ?? undefined, window: view.window, at, level: view.level }
  const figures = useEdgeFigures(scope, edges, edges.length > 0)
  return useMemo(() => ({ ...figures, report }), [figures, report])
}

function asks(text: string): boolean {
  const { query } = parseQuery(text)
  return query !== undefined && query !== null && usesFigures(query)
}

/** Ids of edges join those of their ends by a bar. */
function isEdge(id: string): boolean {
  return id.includes('|') && !id.startsWith('folded|')
}
