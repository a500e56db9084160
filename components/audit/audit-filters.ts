import type { AuditFilters } from '@/lib/queries/audit'

/** The filters of the log, in the order of the form; each is a parameter of the page's address and of the API. */
export const filterNames = [
  'actor',
  'action',
  'service',
  'release',
  'result',
  'from',
  'to',
  'q',
] as const satisfies readonly (keyof AuditFilters)[]
export type FilterName = (typeof filterNames)[number]

/** The filters that an address holds; empty ones are left out. */
export function filtersOf(search: { get(name: string): string | null }): AuditFilters {
  const pairs = filterNames.map((name) => [name, search.get(name)?.trim() ?? ''] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value !== ''))
}

/** `?actor=…`, or an empty text without filters. The inverse of `filtersOf`. */
export function searchOf(filters: AuditFilters): string {
  const search = new URLSearchParams()
  for (const name of filterNames) {
    const value = filters[name]?.trim() ?? ''
    if (value !== '') search.set(name, value)
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

/** What is wrong with a filter, in words for its field; the API would refuse the same. */
export function filterProblems(filters: AuditFilters): Partial<Record<FilterName, string>> {
  const problems: Partial<Record<FilterName, string>> = {}
  const { service, release, from, to } = filters
  if (service !== undefined && !/^[\w.~-]+\/[\w.~-]+\/[\w.~-]+$/.test(service))
    problems.service = 'Write it as cluster/namespace/name.'
  if (release !== undefined && !/^[\w.~-]+$/.test(release))
    problems.release = 'This is the id of a release, such as the one in its address.'
  if (from !== undefined && Number.isNaN(Date.parse(from))) problems.from = 'This is not a time.'
  if (to !== undefined && Number.isNaN(Date.parse(to))) problems.to = 'This is not a time.'
  else if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to))
    problems.to = 'This is not after the beginning.'
  return problems
}

/** The value of a `datetime-local` field, in the viewer's zone, as RFC 3339 in UTC; empty when it is no time. */
export function utcOfLocal(local: string): string {
  const time = new Date(local)
  return local === '' || Number.isNaN(time.getTime()) ? '' : time.toISOString().replace('.000Z', 'Z')
}

/** The opposite of `utcOfLocal`, to the second. */
export function localOfUtc(utc: string): string {
  const time = new Date(utc)
  if (utc === '' || Number.isNaN(time.getTime())) return ''
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const seconds = time.getSeconds() === 0 ? '' : `:${two(time.getSeconds())}`
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}${seconds}`
}

/** The filters in words, for the printed page. */
export function describeFilters(filters: AuditFilters): string {
  const words: Record<FilterName, string> = {
    actor: 'by',
    action: 'action',
    service: 'service',
    release: 'release',
    result: 'result',
    from: 'from',
    to: 'before',
    q: 'containing',
  }
  const parts = filterNames.flatMap((name) =>
    filters[name] === undefined ? [] : [`${words[name]} ${filters[name]}`],
  )
  return parts.length === 0 ? 'All events' : `Events ${parts.join(', ')}`
}
