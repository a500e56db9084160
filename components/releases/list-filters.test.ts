import { describe, expect, it } from 'vitest'
import { ReleasesQuery } from '@/lib/contracts/releases'
import { filtersOf, queryOf, stateChoices, withFilter } from './list-filters'

const read = (text: string) => filtersOf(new URLSearchParams(text))

describe('the filters of the list', () => {
  it('live in the address', () => {
    const href = withFilter(read(''), { state: 'paused,holding', service: 'a/b/c', since: '7d' })
    expect(read(href.split('?')[1] ?? '')).toEqual({ state: 'paused,holding', service: 'a/b/c', since: '7d' })
  })
  it('leave defaults out of the address', () => {
    expect(withFilter(read('state=live'), { state: 'all' })).toBe('/releases')
  })
  it('pass over what is not understood', () => {
    expect(read('state=odd&since=yesterday')).toEqual({ state: 'all', service: '', since: 'all' })
  })
  it('become a query that the API takes, the same for a whole minute', () => {
    const filters = read('state=live&service=a/b/c&since=1h')
    const now = Date.parse('2026-01-01T12:00:30Z')
    expect(queryOf(filters, now)).toEqual({
      state: 'live',
      service: 'a/b/c',
      from: '2026-01-01T11:00:00.000Z',
    })
    expect(queryOf(filters, now + 29_000)).toEqual(queryOf(filters, now))
    for (const { value } of stateChoices)
      expect(ReleasesQuery.safeParse(queryOf({ ...filters, state: value }, now)).success).toBe(true)
  })
})
