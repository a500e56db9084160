import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { AuditEventDto, AuditPage, AuditVerifyDto } from '../contracts/audit'
import { apiPath, getJson } from './fetch-json'

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

/** Checks the whole chain on the server; asked for by a person, never by itself. */
export function auditVerifyQuery() {
  return queryOptions({
    queryKey: [...auditKeys.all, 'verify'],
    queryFn: ({ signal }) => getJson(AuditVerifyDto, '/audit/verify', { signal }),
    enabled: false,
    staleTime: Infinity,
  })
}
