import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ReleaseDto, ReleasesPage } from '../contracts/releases'
import { apiPath, getJson } from './fetch-json'

export interface ReleaseFilters {
  /** One state, several by comma, or `live`. */
  state?: string | undefined
  /** `cluster/namespace/name`. */
  service?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

export const releaseKeys = {
  all: ['releases'] as const,
  lists: ['releases', 'list'] as const,
  release: (id: string) => ['releases', 'one', id] as const,
}

/** Releases, newest first, page by page. */
export function releasesQuery(filters: ReleaseFilters, limit = 100) {
  return infiniteQueryOptions({
    queryKey: [...releaseKeys.lists, filters, limit],
    queryFn: ({ pageParam, signal }) =>
      getJson(ReleasesPage, '/releases', { query: { ...filters, limit, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  })
}

/** One release; renewed every 3 s besides the live frames, since its evidence grows between them. */
export function releaseQuery(id: string) {
  return queryOptions({
    queryKey: releaseKeys.release(id),
    queryFn: ({ signal }) => getJson(ReleaseDto, apiPath('releases', id), { signal }),
    refetchInterval: (query) => (query.state.data?.endedAt === undefined ? 3_000 : 30_000),
  })
}
