'use client'
import { useMemo } from 'react'
import type { GraphDto } from '@/lib/contracts/topology'
import { areaKinds } from './boxes/areas'
import { foldGraph } from './boxes/fold-graph'
import type { FiguresById } from './figures/edge-figures'
import { matchesOf, noMatches } from './find/evaluate'
import { foundIn, type FoundInGraph } from './find/found-in'
import { parseQuery } from './find/parse'
import { takeOut, takeOutIdle } from './find/take-out'
import { indexGraph, type GraphIndex } from './graph-index'
import type { ViewState } from './view-state'

export interface ShownGraph {
  /** What is drawn: without what is hidden, with folded boxes as one node each. */
  index: GraphIndex
  /** The graph as it was read. */
  whole: GraphIndex
  found: FoundInGraph
  /** How many nodes were taken out by the hide expression and the switch for idle ones. */
  takenOut: number
}

type Parts = Pick<GraphDto, 'nodes' | 'edges'>
type Shaping = Pick<ViewState, 'find' | 'hide' | 'idle' | 'boxes' | 'closed'>

/** From the graph as it was read to what is drawn. `window` in seconds. */
export function useShownGraph(
  graph: Parts | undefined,
  view: Shaping,
  figures: FiguresById,
  window: number,
): ShownGraph | undefined {
  const { find, hide, idle, boxes, closed } = view
  // By its parts, an unchanged graph is the same one.
  const { nodes, edges } = graph ?? {}
  const read = useMemo(
    () => (nodes === undefined || edges === undefined ? undefined : { nodes, edges }),
    [nodes, edges],
  )
  const whole = useMemo(() => read && indexGraph(read), [read])
  const left = useMemo(() => {
    if (read === undefined || whole === undefined) return undefined
    const { query } = parseQuery(hide ?? '')
    return takeOut(
      idle ? read : takeOutIdle(read),
      query ? matchesOf(query, whole, window, figures) : noMatches,
    )
  }, [read, whole, hide, idle, window, figures])
  const shown = useMemo(() => {
    if (read === undefined || left === undefined) return undefined
    // Which boxes are drawn must not depend on what is hidden: everything would jump.
    const kinds = areaKinds(read.nodes, boxes)
    const folded = foldGraph(left, { kinds, closed: new Set(closed), services: !boxes.has('service') })
    return { folded, index: indexGraph(folded, { kinds, counts: folded.counts }) }
  }, [read, left, boxes, closed])
  const found = useMemo(() => {
    if (left === undefined || shown === undefined) return undefined
    const { query } = parseQuery(find ?? '')
    const open = shown.folded.standIns.size === 0 ? shown.index : indexGraph(left)
    return foundIn(matchesOf(query ?? null, open, window, figures), open, shown.index, shown.folded.standIns)
  }, [left, shown, find, window, figures])
  return useMemo(() => {
    if (whole === undefined || left === undefined || shown === undefined || found === undefined)
      return undefined
    return { index: shown.index, whole, found, takenOut: whole.nodes.size - left.nodes.length }
  }, [whole, left, shown, found])
}
