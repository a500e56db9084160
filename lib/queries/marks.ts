import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { MarksDto } from '../contracts/topology'
import { getJson } from './fetch-json'
import { topologyKeys } from './topology'

export interface MarkFilters {
  cluster?: string | undefined
  /** By comma. */
  namespaces?: string | undefined
  /** RFC 3339. */
  from: string
  to: string
}

/** What happened in a span. What is told late comes with the next look. */
export function marksQuery(filters: MarkFilters) {
  return queryOptions({
    queryKey: [...topologyKeys.all, 'marks', filters],
    queryFn: ({ signal }) => getJson(MarksDto, '/topology/marks', { query: { ...filters }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    refetchInterval: 15_000,
  })
}
