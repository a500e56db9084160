import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { OperationDto, OperationsPage } from '../contracts/moves'
import { apiPath, getJson } from './fetch-json'

export const operationKeys = {
  all: ['operations'] as const,
  lists: ['operations', 'list'] as const,
  operation: (id: string) => ['operations', 'one', id] as const,
}

/** Operations of a service (`cluster/namespace/name`) or a release, newest first. */
export function operationsQuery(filters: { service?: string; release?: string }, limit = 25) {
  return infiniteQueryOptions({
    queryKey: [...operationKeys.lists, filters, limit],
    queryFn: ({ pageParam, signal }) =>
      getJson(OperationsPage, '/operations', { query: { ...filters, limit, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 15_000,
  })
}

/** True once the outcome of an operation can no longer change. */
export function isSettled(operation: { outcome: string }): boolean {
  return operation.outcome !== 'unknown' && operation.outcome !== 'pending'
}

/** One operation, asked for every 2 s while its outcome is open. */
export function operationQuery(id: string) {
  return queryOptions({
    queryKey: operationKeys.operation(id),
    queryFn: ({ signal }) => getJson(OperationDto, apiPath('operations', id), { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isSettled(state.data) ? false : 2_000),
  })
}
