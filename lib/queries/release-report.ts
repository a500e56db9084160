import { queryOptions } from '@tanstack/react-query'
import { ReleaseReportDto } from '../contracts/release-report'
import { API, apiPath, getJson } from './fetch-json'
import { releaseKeys } from './releases'

/** The report of a release as it was when it was asked for; each asking is an audit event, so it is asked once. */
export function releaseReportQuery(release: string) {
  return queryOptions({
    queryKey: [...releaseKeys.release(release), 'report'],
    queryFn: ({ signal }) => getJson(ReleaseReportDto, apiPath('releases', release, 'report'), { signal }),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  })
}

/** Address of a new report as a file. */
export const releaseReportHref = (release: string): string =>
  `${API}${apiPath('releases', release, 'report')}`
