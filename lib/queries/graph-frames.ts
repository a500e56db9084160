import type { QueryClient } from '@tanstack/react-query'
import { GraphFrameDto, type GraphDto } from '../contracts/topology'
import { applyDelta } from '../domain/topology/graph-delta'
import { topologyQuery } from './topology'
import type { TopologyFilters } from './topology-filters'

/**
 * Takes a frame of the stream over into what the page reads. False where it does not fit: it is unknown, or it starts
 * from another revision than that which is there. What did not change stays the same object.
 */
export function applyGraphFrame(client: QueryClient, filters: TopologyFilters, data: unknown): boolean {
  const frame = GraphFrameDto.safeParse(data).data
  if (frame === undefined) return false
  const { queryKey } = topologyQuery(filters)
  const before = client.getQueryData(queryKey)
  const next = 'graph' in frame ? frame.graph : laterGraph(before, frame.delta)
  if (next === undefined) return false
  if (next !== before) client.setQueryData(queryKey, next)
  return true
}

type Delta = Extract<GraphFrameDto, { delta: unknown }>['delta']

function laterGraph(before: GraphDto | undefined, delta: Delta): GraphDto | undefined {
  if (before === undefined) return undefined
  // Somebody asked meanwhile, and was answered with what the delta leads to.
  if (before.revision === delta.revision) return before
  return applyDelta(before, delta)
}
