import { infiniteQueryOptions } from '@tanstack/react-query'
import { TimelinePage } from '../contracts/timeline'
import { getJson } from './fetch-json'
import { serviceKeys, servicePath, type ServiceRef } from './services'

/** Operations and changes of feature flags of one service, newest first. */
export function timelineQuery(ref: ServiceRef, limit = 25) {
  return infiniteQueryOptions({
    queryKey: [...serviceKeys.service(ref), 'timeline', limit],
    queryFn: ({ pageParam, signal }) =>
      getJson(TimelinePage, servicePath(ref, 'timeline'), { query: { limit, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 15_000,
  })
}
