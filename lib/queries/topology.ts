import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { GraphDto } from '../contracts/topology'
import { getJson } from './fetch-json'
import { isFollowed } from './followed-views'
import { viewKey } from './live-views'
import type { TopologyFilters } from './topology-filters'

export const topologyKeys = { all: ['topology'] as const, past: ['topology-past'] as const }

/** Milliseconds between looks at a graph that no stream follows. */
const LOOK_MS = 5_000

/** Milliseconds between looks at a graph; false where the event stream tells of it, and for the past. */
export const lookEvery = (filters: TopologyFilters): number | false =>
  filters.at === undefined && !isFollowed(viewKey(filters)) ? LOOK_MS : false

/** The traffic graph, now (kept up to date by the event stream, else renewed every 5 s) or at a past time (kept). */
export function topologyQuery(filters: TopologyFilters) {
  return queryOptions({
    // What has been does not change with what changes now.
    queryKey: [...(filters.at === undefined ? topologyKeys.all : topologyKeys.past), filters],
    queryFn: ({ signal }) => getJson(GraphDto, '/topology', { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: () => lookEvery(filters),
    staleTime: filters.at === undefined ? 1_000 : Infinity,
  })
}
