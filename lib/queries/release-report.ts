import { queryOptions } from '@tanstack/react-query'
import { ReleaseReportDto } from '../contracts/release-report'
import { API, apiPath, getJson } from './fetch-json'

/** The report of a release as it was when it was asked for; each asking is an audit event, so it is asked once. */
export function releaseReportQuery(release: string) {
  return queryOptions({
    // Not below the keys of releases: what a release does must not ask for another report.
    queryKey: ['release-report', release],
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
