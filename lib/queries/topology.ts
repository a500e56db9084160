import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { GraphDto } from '../contracts/topology'
import { getJson } from './fetch-json'

export interface TopologyFilters {
  cluster?: string | undefined
  /** By comma. */
  namespaces?: string | undefined
  window?: string | undefined
  /** RFC 3339: the past; absent is now. */
  at?: string | undefined
  level?: string | undefined
}

export const topologyKeys = { all: ['topology'] as const }

/** The traffic graph, now (renewed every 5 s) or at a past time (kept). */
export function topologyQuery(filters: TopologyFilters) {
  const live = filters.at === undefined
  return queryOptions({
    queryKey: [...topologyKeys.all, filters],
    queryFn: ({ signal }) => getJson(GraphDto, '/topology', { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: live ? 5_000 : false,
    staleTime: live ? 1_000 : Infinity,
  })
}
