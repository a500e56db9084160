import { queryOptions } from '@tanstack/react-query'
import { WaitingAnswer } from '../contracts/calls'
import { getJson } from './fetch-json'

export const waitingKeys = { all: ['waiting'] as const }

/** What waits for a human, the longest wait first. */
export function waitingQuery() {
  return queryOptions({
    queryKey: waitingKeys.all,
    queryFn: ({ signal }) => getJson(WaitingAnswer, '/waiting', { signal }),
    refetchInterval: 5_000,
  })
}
