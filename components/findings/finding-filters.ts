import type { FindingDto } from '@/lib/contracts/common'
import type { FindingFilters } from '@/lib/queries/findings'

export const severities = ['blocking', 'warning', 'hint'] as const satisfies readonly FindingDto['severity'][]

/** Shape, colour and words of each severity. */
export const severitySigns: Record<
  FindingDto['severity'],
  { glyph: string; className: string; title: string; meaning: string }
> = {
  blocking: {
    glyph: '▲',
    className: 'text-failing',
    title: 'Blocking',
    meaning: 'requests fail now, or a move would make them fail',
  },
  warning: {
    glyph: '◆',
    className: 'text-degraded',
    title: 'Warning',
    meaning: 'traffic may go where nobody meant it',
  },
  hint: { glyph: '●', className: 'text-info', title: 'Hint', meaning: 'worth knowing before a release' },
}

const names = ['cluster', 'namespace', 'severity', 'service'] as const

/** The filters that an address holds; a severity that there isn't counts as none. */
export function findingFiltersOf(search: { get(name: string): string | null }): FindingFilters {
  const pairs = names.map((name) => [name, search.get(name)?.trim() ?? ''] as const)
  return Object.fromEntries(
    pairs.filter(
      ([name, value]) => value !== '' && (name !== 'severity' || severities.some((known) => known === value)),
    ),
  )
}

/** `?severity=…`, or an empty text. */
export function findingSearch(filters: FindingFilters): string {
  const search = new URLSearchParams()
  for (const name of names) {
    const value = filters[name] ?? ''
    if (value !== '') search.set(name, value)
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}
