import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { FindingDto } from '../contracts/common'
import { getJson } from './fetch-json'

export interface FindingFilters {
  cluster?: string | undefined
  namespace?: string | undefined
  severity?: string | undefined
  service?: string | undefined
}

export const findingKeys = { all: ['findings'] as const }

const FindingsAnswer = z.object({ items: z.array(FindingDto) })

/** Open problems of a scope. */
export function findingsQuery(filters: FindingFilters) {
  return queryOptions({
    queryKey: [...findingKeys.all, filters],
    queryFn: ({ signal }) => getJson(FindingsAnswer, '/findings', { query: { ...filters }, signal }),
    refetchInterval: 30_000,
  })
}
