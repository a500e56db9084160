'use client'
import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { TemplateDto, TemplatesPage, type CreateTemplateBody } from '../contracts/plans'
import { getJson, sendJson } from './fetch-json'

const templateKeys = { all: ['templates'] as const }

/** Templates of plans; each version is an entry of its own, the newest first. */
export function templatesQuery() {
  return infiniteQueryOptions({
    queryKey: templateKeys.all,
    queryFn: ({ pageParam, signal }) =>
      getJson(TemplatesPage, '/templates', { query: { limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 30_000,
  })
}

/** Keeps a plan under a name; the same name again makes its next version. */
export function useCreateTemplate() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: z.input<typeof CreateTemplateBody>) =>
      sendJson(TemplateDto, 'POST', '/templates', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: templateKeys.all }),
  })
}
