import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import {
  describeFilters,
  filterNames,
  filterProblems,
  filtersOf,
  localOfUtc,
  searchOf,
  utcOfLocal,
} from './audit-filters'

const zone = process.env['TZ']
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

describe('filters and addresses', () => {
  it('come back from the address as they were written to it', () => {
    const text = fc.string({ minLength: 1 }).filter((value) => value.trim() === value)
    const filters = fc.record(Object.fromEntries(filterNames.map((name) => [name, text])), {
      requiredKeys: [],
    })
    fc.assert(
      fc.property(filters, (wanted) => {
        expect(filtersOf(new URLSearchParams(searchOf(wanted)))).toEqual(wanted)
      }),
    )
  })

  it('leave out what is empty or unknown', () => {
    expect(filtersOf(new URLSearchParams('actor=&q=%20&page=3&action=login'))).toEqual({ action: 'login' })
    expect(searchOf({ actor: '', q: ' ' })).toBe('')
  })
})

describe('filterProblems', () => {
  it('names what the API would refuse, field by field', () => {
    expect(filterProblems({ service: 'checkout', release: 'a b', from: 'yesterday' })).toEqual({
      service: 'Write it as cluster/namespace/name.',
      release: 'This is the id of a release, such as the one in its address.',
      from: 'This is not a time.',
    })
    const at = '2026-11-20T10:00:00Z'
    expect(filterProblems({ from: at, to: at })).toEqual({ to: 'This is not after the beginning.' })
    expect(filterProblems({ service: 'eu/shop/checkout', from: at, to: '2026-11-20T10:00:01Z' })).toEqual({})
  })
})

describe('times of the form', () => {
  it('are sent in UTC, from the zone of the viewer', () => {
    process.env['TZ'] = 'America/New_York'
    expect(utcOfLocal('2026-11-20T10:00')).toBe('2026-11-20T15:00:00Z')
    expect(localOfUtc('2026-07-01T15:00:30Z')).toBe('2026-07-01T11:00:30')
  })

  it('come back to the second, in zones with odd offsets too', () => {
    for (const name of ['UTC', 'Asia/Kathmandu', 'Pacific/Chatham']) {
      process.env['TZ'] = name
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
          const utc = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
          // The hour that is there twice in autumn has one local time for two instants.
          const again = Date.parse(utcOfLocal(localOfUtc(utc))) / 1000
          expect([0, 3600]).toContain(Math.abs(again - seconds))
        }),
      )
    }
  })

  it('are empty for what is no time', () => {
    expect([utcOfLocal(''), utcOfLocal('soon'), localOfUtc(''), localOfUtc('soon')]).toEqual(['', '', '', ''])
  })
})

it('describes the filters for paper', () => {
  expect(describeFilters({})).toBe('All events')
  expect(describeFilters({ release: 'r-1', q: 'tax' })).toBe('Events release r-1, containing tax')
})
