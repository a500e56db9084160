import { describe, expect, it } from 'vitest'
import { auditExportHref } from '@/lib/queries/audit'
import { exportLeavesOut, exportRange } from './export-words'

const from = '2026-11-20T10:00:00Z'
const to = '2026-11-21T10:00:00+01:00'

describe('the words of an export', () => {
  it('tell its times in UTC', () => {
    expect(exportRange({})).toBe('The whole log, from its first event to now.')
    expect(exportRange({ from })).toBe('From 2026-11-20 10:00:00 UTC to now.')
    expect(exportRange({ to })).toBe('From the first event to 2026-11-21 09:00:00 UTC.')
    expect(exportRange({ from, to })).toBe('From 2026-11-20 10:00:00 UTC to 2026-11-21 09:00:00 UTC.')
  })

  it('name the filters that do not count', () => {
    expect(exportLeavesOut({ from, to })).toBeUndefined()
    expect(exportLeavesOut({ from, actor: 'mia', q: 'x' })).toBe(
      'Not only what the filters show (who, search): a file with gaps could not be verified.',
    )
  })
})

it('its address holds the times and no other filter', () => {
  expect(auditExportHref('csv', { from, to })).toBe(
    '/api/v1/audit/export?format=csv&from=2026-11-20T10%3A00%3A00Z&to=2026-11-21T10%3A00%3A00%2B01%3A00',
  )
  expect(auditExportHref('jsonl', {})).toBe('/api/v1/audit/export?format=jsonl')
})
