import type { GraphViewDto } from '../contracts/topology'
import { mostViews } from '../contracts/topology'
import type { TopologyFilters } from './topology-filters'

/** A graph as a stream is asked for it, without what the reader has of it. */
export type StreamView = Partial<Omit<GraphViewDto, 'since'>>

/** A graph that a tab shows. */
export interface TabView {
  /** The same for the same filters in every tab. */
  key: string
  view: StreamView
  /** The revision that the tab had when it said so. */
  since?: string | undefined
}

export interface TabViews {
  tab: string
  /** Epoch milliseconds at which the tab came. */
  born: number
  views: readonly TabView[]
}

/** One name for equal filters. */
export function viewKey({ cluster, namespaces, window, level, node, at }: TopologyFilters): string {
  return JSON.stringify([cluster, namespaces, window, level, node, at].map((part) => part ?? ''))
}

/** The filters as a view of the stream; undefined for the past, which does not change. */
export function streamView({ at, ...view }: TopologyFilters): StreamView | undefined {
  return at === undefined ? view : undefined
}

/** The graphs that one stream follows for all tabs: the oldest tab's first, each once, as many as a stream may. */
export function unionOf(tabs: readonly TabViews[]): TabView[] {
  const union = new Map<string, TabView>()
  const inOrder = tabs.toSorted((a, b) => a.born - b.born || (a.tab < b.tab ? -1 : 1))
  for (const view of inOrder.flatMap(({ views }) => views)) {
    const known = union.get(view.key)
    if (known === undefined) {
      if (union.size < mostViews) union.set(view.key, view)
    } else if (known.since === undefined) union.set(view.key, view)
  }
  return [...union.values()]
}
