import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ReleasePreviewDto } from '@/lib/contracts/releases'
import { sendJson } from '@/lib/queries/fetch-json'
import type { NewRelease } from '@/lib/queries/use-release-verbs'

/** The dry run of a release: its steps with their patches, and the findings. `null` asks for nothing. */
export function releasePreviewQuery(body: NewRelease | null) {
  return queryOptions({
    queryKey: ['release-preview', body],
    queryFn: ({ signal }) => {
      if (body === null) throw new Error('There is nothing to preview.')
      return sendJson(ReleasePreviewDto, 'POST', '/releases', { body: { ...body, dryRun: true }, signal })
    },
    enabled: body !== null,
    staleTime: 5_000,
    gcTime: 30_000,
    placeholderData: keepPreviousData,
    retry: false,
    refetchOnWindowFocus: false,
  })
}
