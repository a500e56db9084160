import { formatUtc } from '@/components/ui/format-time'
import type { AuditFilters } from '@/lib/queries/audit'
import { filterNames, type FilterName } from './audit-filters'

/** Which part of the log an export by these filters holds: only its times count. */
export function exportRange({ from, to }: AuditFilters): string {
  const [begin, end] = [from, to].map((time) => (time === undefined ? undefined : `${formatUtc(time)} UTC`))
  if (begin === undefined && end === undefined) return 'The whole log, from its first event to now.'
  if (begin === undefined) return `From the first event to ${end}.`
  return end === undefined ? `From ${begin} to now.` : `From ${begin} to ${end}.`
}

const names: Readonly<Record<Exclude<FilterName, 'from' | 'to'>, string>> = {
  actor: 'who',
  action: 'action',
  service: 'service',
  release: 'release',
  result: 'result',
  q: 'search',
}

/** Why the other filters that are set do not count; undefined where none is. */
export function exportLeavesOut(filters: AuditFilters): string | undefined {
  const set = filterNames.flatMap((name) =>
    name === 'from' || name === 'to' || filters[name] === undefined ? [] : [names[name]],
  )
  if (set.length === 0) return undefined
  return `Not only what the filters show (${set.join(', ')}): a file with gaps could not be verified.`
}
