import { infiniteQueryOptions } from '@tanstack/react-query'
import { CallsPage } from '../contracts/calls'
import { getJson } from './fetch-json'

/** Outgoing webhooks of a release, newest first. */
export function callsQuery(release: string, limit = 20) {
  return infiniteQueryOptions({
    queryKey: ['calls', release, limit],
    queryFn: ({ pageParam, signal }) =>
      getJson(CallsPage, '/calls', { query: { release, limit, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 10_000,
  })
}
