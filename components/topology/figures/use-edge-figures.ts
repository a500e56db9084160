'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { EdgeFiguresDto, mostFigures } from '@/lib/contracts/topology'
import { askJson } from '@/lib/queries/fetch-json'
import { noFigures, type FiguresById } from './edge-figures'

const EVERY_MS = 7_000

interface Scope {
  cluster?: string | undefined
  window: string
  at?: string | undefined
  level: string
}

export interface Figures {
  byId: FiguresById
  /** Edges that were left out because too many are looked at. */
  dropped: ReadonlySet<string>
  error: Error | null
}

const nothing: Figures = { byId: noFigures, dropped: new Set(), error: null }

/** Latencies and throughput of some edges, renewed while `wanted`; the first 200 are asked for, the rest counts as dropped. */
export function useEdgeFigures(scope: Scope, edges: readonly string[], wanted: boolean): Figures {
  const asked = useMemo(() => edges.slice(0, mostFigures).toSorted(), [edges])
  const body = { ...scope, edges: asked }
  const query = useQuery({
    queryKey: ['edge-figures', body],
    enabled: wanted && asked.length > 0,
    queryFn: ({ signal }) => askJson(EdgeFiguresDto, '/topology/figures', { body, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: scope.at === undefined ? EVERY_MS : false,
    staleTime: scope.at === undefined ? EVERY_MS - 2_000 : Infinity,
    retry: false,
  })
  const { data, error } = query
  return useMemo(() => {
    if (!wanted || data === undefined) return { ...nothing, error: wanted ? error : null }
    return {
      byId: new Map(data.items.map((item) => [item.id, item])),
      dropped: new Set([...data.dropped, ...edges.slice(mostFigures)]),
      error,
    }
  }, [wanted, data, error, edges])
}
