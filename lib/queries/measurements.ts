import { infiniteQueryOptions } from '@tanstack/react-query'
import { MeasurementsPage } from '../contracts/releases'
import { API, apiPath, getJson } from './fetch-json'
import { releaseKeys } from './releases'

/** Every look that was taken at a release, newest first, page by page. */
export function measurementsQuery(release: string, limit: number) {
  return infiniteQueryOptions({
    queryKey: [...releaseKeys.release(release), 'measurements', limit],
    queryFn: ({ pageParam, signal }) =>
      getJson(MeasurementsPage, apiPath('releases', release, 'measurements'), {
        query: { limit, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 15_000,
  })
}

/** Address of the whole record of a release as a file. */
export const releaseExportHref = (release: string): string =>
  `${API}${apiPath('releases', release, 'export')}`
