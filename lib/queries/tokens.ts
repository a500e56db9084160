'use client'
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import type { CreateTokenBody } from '../contracts/access'
import { CreatedTokenDto, TokensPage } from '../contracts/access'
import { apiPath, getJson, sendJson } from './fetch-json'

export const tokenKeys = { all: ['tokens'] as const }

/** My own API tokens, without their secrets. */
export function tokensQuery() {
  return queryOptions({
    queryKey: tokenKeys.all,
    queryFn: ({ signal }) => getJson(TokensPage, '/tokens', { signal }),
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
