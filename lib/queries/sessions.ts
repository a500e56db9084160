'use client'
import { infiniteQueryOptions, keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { SessionsPage } from '../contracts/access'
import { apiPath, getJson, sendJson } from './fetch-json'

export const sessionKeys = { all: ['sessions'] as const }

export interface PeopleFilters {
  /** Of all people, which needs tokens.others; else my own. */
  all: boolean
  search?: string | undefined
}

/** Sessions that may still be used, newest first, page by page. */
export function sessionsQuery({ all, search }: PeopleFilters) {
  return infiniteQueryOptions({
    queryKey: [...sessionKeys.all, all, search],
    queryFn: ({ pageParam, signal }) =>
      getJson(SessionsPage, '/sessions', {
        query: { all: all ? true : undefined, search, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** Ends sessions at once, one after the other. */
export function useEndSessions() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (ids: readonly string[]) => {
      for (const id of ids) await sendJson(z.unknown(), 'DELETE', apiPath('sessions', id))
    },
    onSettled: () => client.invalidateQueries({ queryKey: sessionKeys.all }),
  })
}
