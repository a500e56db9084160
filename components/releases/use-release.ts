'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { releaseQuery } from '@/lib/queries/releases'
import { isLive } from './release-words'

const LIVE_MS = 2_000
const REST_MS = 30_000

/** One release, asked for every 2 s while it is live. `shown` stands in until the first answer. */
export function useRelease(id: string, shown?: ReleaseDto) {
  return useQuery({
    ...releaseQuery(id),
    refetchInterval: ({ state: { data } }) => (data !== undefined && !isLive(data.state) ? REST_MS : LIVE_MS),
    ...(shown === undefined ? {} : { placeholderData: shown }),
  })
}
