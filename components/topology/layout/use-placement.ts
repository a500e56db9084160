'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { GraphIndex } from '../graph-index'
import { askLayout } from './ask-layout'
import { layOut, type Levels } from './lay-out'
import type { Placement } from './placement'
import { structureKey, structureOf } from './structure'

/** The last picture of each scope, kept while the tab lives, so that one finds everything again where it was. */
const lastOf = new Map<string, Levels>()

interface UsePlacement {
  placement: Placement | undefined
  /** Whether the placement belongs to this very graph and scope. */
  settled: boolean
  error: Error | null
  retry: () => void
}

/**
 * The placement of a graph. It changes when boxes or versions come or go, never with a rate. `scope` names the view
 * (cluster, namespaces, level); a higher `round` asks for a fresh picture.
 */
export function usePlacement(index: GraphIndex | undefined, scope: string, round: number): UsePlacement {
  const structure = useMemo(() => (index === undefined ? undefined : structureOf(index)), [index])
  const key = structure === undefined || index === undefined ? '' : structureKey(structure, index)
  const query = useQuery({
    queryKey: ['placement', scope, key, round],
    enabled: structure !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
    // The worker needs no network.
    networkMode: 'always',
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      if (structure === undefined || index === undefined)
        return { scope, placement: { at: {}, size: {}, routes: {} } }
      const previous = lastOf.get(`${scope} ${round}`)
      const { placement, levels } = await layOut(index, structure, askLayout, previous)
      lastOf.set(`${scope} ${round}`, levels)
      return { scope, placement }
    },
  })
  return {
    placement: query.data?.scope === scope ? query.data.placement : undefined,
    settled: query.data?.scope === scope && !query.isPlaceholderData,
    error: query.error,
    retry: () => void query.refetch(),
  }
}
