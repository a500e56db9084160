'use client'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { GraphDto } from '@/lib/contracts/topology'
import { topologyQuery } from '@/lib/queries/topology'
import type { TopologyFilters } from '@/lib/queries/topology-filters'
import { compareMoments, type ComparedMoments } from './compare-moments'
import { isoOf } from './replay-state'
import type { Replay } from './use-replay'

/** The moment that is shown beside the one that was pinned; undefined without one, or until it has been read. */
export function useCompared(
  filters: TopologyFilters,
  { at, compare }: Replay,
  { data, isPlaceholderData }: Pick<UseQueryResult<GraphDto>, 'data' | 'isPlaceholderData'>,
): { compared: ComparedMoments | undefined; error: Error | null } {
  const shown = isPlaceholderData ? undefined : data
  const wanted = at !== null && compare !== null && compare !== at
  const query = useQuery({
    ...topologyQuery({ ...filters, at: isoOf(compare) ?? undefined }),
    enabled: wanted,
    placeholderData: undefined,
  })
  const other = wanted ? query.data : undefined
  const compared = useMemo(() => {
    if (other === undefined || shown === undefined || at === null || compare === null) return undefined
    return at < compare ? compareMoments(shown, other, 'before') : compareMoments(other, shown, 'after')
  }, [other, shown, at, compare])
  return { compared, error: wanted ? query.error : null }
}
