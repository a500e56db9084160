import type { ReleaseFilters } from '@/lib/queries/releases'

/** The filters of the list as they stand in the address. */
export interface ListFilters {
  state: string
  /** `cluster/namespace/name`, or empty for all. */
  service: string
  since: string
}

export const ALL = 'all'

export const stateChoices = [
  { value: ALL, label: 'all' },
  { value: 'live', label: 'live' },
  { value: 'draft', label: 'draft' },
  { value: 'awaiting-approval', label: 'awaiting approval' },
  { value: 'running', label: 'running' },
  { value: 'paused,holding', label: 'paused or holding' },
  { value: 'promoted', label: 'promoted' },
  { value: 'aborted', label: 'aborted' },
  { value: 'failed', label: 'failed' },
  { value: 'undone', label: 'undone' },
] as const

export const sinceChoices = [
  { value: ALL, label: 'any time' },
  { value: '1h', label: 'last hour' },
  { value: '24h', label: 'last 24 hours' },
  { value: '7d', label: 'last 7 days' },
  { value: '30d', label: 'last 30 days' },
] as const

const hoursOf: Readonly<Record<string, number>> = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 }

/** Reads the filters from an address; what isn't understood counts as not given. */
export function filtersOf(search: URLSearchParams): ListFilters {
  const state = search.get('state') ?? ''
  const since = search.get('since') ?? ''
  return {
    state: stateChoices.some(({ value }) => value === state) ? state : ALL,
    service: search.get('service') ?? '',
    since: hoursOf[since] === undefined ? ALL : since,
  }
}

/** The address of a list with one filter changed; defaults are left out. */
export function withFilter(filters: ListFilters, change: Partial<ListFilters>): string {
  const next = { ...filters, ...change }
  const search = new URLSearchParams()
  if (next.state !== ALL) search.set('state', next.state)
  if (next.service !== '') search.set('service', next.service)
  if (next.since !== ALL) search.set('since', next.since)
  const text = search.toString()
  return text === '' ? '/releases' : `/releases?${text}`
}

const MINUTE_MS = 60_000

/** The filters as the API takes them. `now` in epoch milliseconds, cut to the minute so that a list keeps its key. */
export function queryOf(filters: ListFilters, now: number): ReleaseFilters {
  const hours = hoursOf[filters.since]
  return {
    ...(filters.state === ALL ? {} : { state: filters.state }),
    ...(filters.service === '' ? {} : { service: filters.service }),
    ...(hours === undefined
      ? {}
      : { from: new Date(Math.floor(now / MINUTE_MS) * MINUTE_MS - hours * 60 * MINUTE_MS).toISOString() }),
  }
}
