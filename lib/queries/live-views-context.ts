import { createContext } from 'react'
import type { TopologyFilters } from './topology-filters'

/** Says that a graph is shown, with the revision that is there; answers how to take that back. */
export type ShowView = (filters: TopologyFilters) => () => void

export const LiveViewsContext = createContext<ShowView>(() => () => undefined)
