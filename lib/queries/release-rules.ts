import { queryOptions } from '@tanstack/react-query'
import { ReleaseRulesDto } from '../contracts/release-rules'
import { getJson } from './fetch-json'

/** The rules for all releases; asked again each minute, as freezes begin and end. */
export function releaseRulesQuery() {
  return queryOptions({
    queryKey: ['release-rules'],
    queryFn: ({ signal }) => getJson(ReleaseRulesDto, '/release-rules', { signal }),
    staleTime: 30_000,
    refetchInterval: 60_000,
  })
}
