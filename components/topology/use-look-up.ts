'use client'
import { useEffect, useEffectEvent, useRef } from 'react'
import type { ShownGraph } from './use-shown-graph'
import type { ChangeView } from './use-view-state'
import type { ViewState } from './view-state'

/**
 * What a link asks to find is gone to once, when the graph is there; where it is the very name of a service, as links
 * from other pages have it, the service is opened too.
 */
export function useLookUp(
  shown: ShownGraph | undefined,
  view: Pick<ViewState, 'find' | 'selected'>,
  change: ChangeView,
  goToFirst: () => void,
): void {
  const done = useRef(false)
  const look = useEffectEvent(() => {
    if (shown === undefined) return
    done.current = true
    if (view.find === null || view.selected !== null || shown.found.order.length === 0) return
    const named = [...shown.index.nodes.values()].filter(
      ({ name, parent }) => parent === undefined && name === view.find,
    )
    const [only] = named
    if (only !== undefined && named.length === 1) change({ selected: only.id })
    else goToFirst()
  })
  useEffect(() => {
    if (!done.current) look()
  }, [shown])
}
