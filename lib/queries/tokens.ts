'use client'
import { infiniteQueryOptions, keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import type { CreateTokenBody } from '../contracts/access'
import { CreatedTokenDto, TokensPage } from '../contracts/access'
import { apiPath, getJson, sendJson } from './fetch-json'
import type { PeopleFilters } from './sessions'

export const tokenKeys = { all: ['tokens'] as const }

/** API tokens without their secrets, newest first, page by page. */
export function tokensQuery({ all, search }: PeopleFilters) {
  return infiniteQueryOptions({
    queryKey: [...tokenKeys.all, all, search],
    queryFn: ({ pageParam, signal }) =>
      getJson(TokensPage, '/tokens', {
        query: { all: all ? true : undefined, search, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** Makes a token; its secret is in this answer only. */
export function useCreateToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: z.input<typeof CreateTokenBody>) =>
      sendJson(CreatedTokenDto, 'POST', '/tokens', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: tokenKeys.all }),
  })
}

/** Revokes a token at once. */
export function useRevokeToken() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => sendJson(z.unknown(), 'DELETE', apiPath('tokens', id)),
    onSuccess: () => client.invalidateQueries({ queryKey: tokenKeys.all }),
  })
}
