'use client'
import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { ChangePolicyBody } from '../contracts/policies'
import { PoliciesDto, PolicyChangeDto, PolicyDto, PolicyWithBeforeDto } from '../contracts/policies'
import { apiPath, getJson, sendJson } from './fetch-json'
import { meKeys } from './me'

const policyKeys = { all: ['policies'] as const }

/** The active policy and what is proposed, with the former ones page by page. */
export function policiesQuery() {
  return infiniteQueryOptions({
    queryKey: [...policyKeys.all, 'list'],
    queryFn: ({ pageParam, signal }) =>
      getJson(PoliciesDto, '/policies', { query: { limit: 20, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 30_000,
  })
}

/** One text with the one before it; neither ever changes. */
export function policyQuery(revision: string) {
  return queryOptions({
    queryKey: [...policyKeys.all, 'one', revision],
    queryFn: ({ signal }) => getJson(PolicyWithBeforeDto, apiPath('policies', revision), { signal }),
    staleTime: Infinity,
  })
}

type Body = z.input<typeof ChangePolicyBody>

/** What another text would change; nothing is stored. Fails with `invalid` and the lines that are wrong. */
export function useTryPolicy() {
  return useMutation({
    mutationFn: (body: Pick<Body, 'text'>) =>
      sendJson(PolicyChangeDto, 'PUT', '/policies', { body: { ...body, dryRun: true } }),
  })
}

/** Puts a text in force, or proposes it. Own rights may be others afterwards. */
export function useChangePolicy() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Body) => sendJson(PolicyChangeDto, 'PUT', '/policies', { body }),
    onSettled: () => refresh(client),
  })
}

/** Approves or rejects a proposal; one's own is withdrawn by rejecting it. */
export function useDecidePolicy() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (asked: { revision: string; decision: 'approve' | 'reject'; reason: string }) => {
      const { revision, decision, reason } = asked
      const body = reason.trim() === '' ? {} : { reason: reason.trim() }
      return sendJson(PolicyDto, 'POST', apiPath('policies', revision, decision), { body })
    },
    onSettled: () => refresh(client),
  })
}

async function refresh(client: ReturnType<typeof useQueryClient>): Promise<void> {
  await client.invalidateQueries({ queryKey: policyKeys.all })
  await client.invalidateQueries({ queryKey: meKeys.me })
  await client.invalidateQueries({ queryKey: meKeys.can })
}
