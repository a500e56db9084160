import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { RolloutDto, RolloutsPage } from '../contracts/rollouts'
import { apiPath, getJson } from './fetch-json'

export interface RolloutFilters {
  cluster?: string | undefined
  namespace?: string | undefined
  /** `cluster/namespace/name`. */
  service?: string | undefined
  /** Also those that ended more than an hour ago. */
  all?: boolean | undefined
}

export const rolloutKeys = {
  all: ['rollouts'] as const,
  lists: ['rollouts', 'list'] as const,
  rollout: (id: string) => ['rollouts', 'one', id] as const,
}

/** Releases that others run: live ones first, then the latest, page by page. */
export function rolloutsQuery(filters: RolloutFilters, limit = 100) {
  return infiniteQueryOptions({
    queryKey: [...rolloutKeys.lists, filters, limit],
    queryFn: ({ pageParam, signal }) =>
      getJson(RolloutsPage, '/rollouts', { query: { ...filters, limit, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  })
}

/** One of them; besides the live frames renewed every 3 s while its pods are replaced. */
export function rolloutQuery(id: string) {
  return queryOptions({
    queryKey: rolloutKeys.rollout(id),
    queryFn: ({ signal }) => getJson(RolloutDto, apiPath('rollouts', id), { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'complete' ? 15_000 : 3_000),
  })
}
