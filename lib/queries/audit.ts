'use client'
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { AuditEventDto, AuditPage, AuditVerifyDto } from '../contracts/audit'
import { CheckpointPage, IncidentDto, IncidentPage } from '../contracts/audit-checkpoints'
import type { ExportFormat } from '../domain/audit/export-lines'
import { API, apiPath, getJson, queryText, sendJson } from './fetch-json'
import { waitingKeys } from './waiting'

export interface AuditFilters {
  actor?: string | undefined
  action?: string | undefined
  service?: string | undefined
  release?: string | undefined
  result?: string | undefined
  from?: string | undefined
  to?: string | undefined
  q?: string | undefined
}

export const auditKeys = {
  all: ['audit'] as const,
  lists: ['audit', 'list'] as const,
}

/** Events, newest first, page by page. */
export function auditQuery(filters: AuditFilters, limit = 100) {
  return infiniteQueryOptions({
    queryKey: [...auditKeys.lists, filters, limit],
    queryFn: ({ pageParam, signal }) =>
      getJson(AuditPage, '/audit', { query: { ...filters, limit, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** One event; it never changes. */
export function auditEventQuery(seq: number) {
  return queryOptions({
    queryKey: [...auditKeys.all, 'event', seq],
    queryFn: ({ signal }) => getJson(AuditEventDto, apiPath('audit', String(seq)), { signal }),
    staleTime: Infinity,
  })
}

/** The newest checkpoint, and how the log stands against it. */
export function checkpointsQuery() {
  return queryOptions({
    queryKey: [...auditKeys.all, 'checkpoints'],
    queryFn: ({ signal }) => getJson(CheckpointPage, '/audit/checkpoints', { query: { limit: 1 }, signal }),
    refetchInterval: 60_000,
  })
}

/** Times when the log went back behind a checkpoint, newest first; a person accepts each. */
export function incidentsQuery() {
  return queryOptions({
    queryKey: [...auditKeys.all, 'incidents'],
    queryFn: ({ signal }) => getJson(IncidentPage, '/audit/incidents', { query: { limit: 20 }, signal }),
  })
}

/** Accepts that the log went back. Fails with `ApiProblem`: `conflict` where somebody was quicker. */
export function useAcknowledgeIncident() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      sendJson(IncidentDto, 'POST', apiPath('audit', 'incidents', id, 'acknowledge'), { body: { reason } }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: auditKeys.all })
      await client.invalidateQueries({ queryKey: waitingKeys.all })
    },
  })
}

/** Checks the whole chain on the server; asked for by a person, never by itself. */
export function auditVerifyQuery() {
  return queryOptions({
    queryKey: [...auditKeys.all, 'verify'],
    queryFn: ({ signal }) => getJson(AuditVerifyDto, '/audit/verify', { signal }),
    enabled: false,
    staleTime: Infinity,
  })
}

/** Address of an export as a file: an unbroken run of events between two times. */
export const auditExportHref = (
  format: ExportFormat,
  { from, to }: Pick<AuditFilters, 'from' | 'to'>,
): string => `${API}/audit/export${queryText({ format, from, to })}`
