import { expect, it } from 'vitest'
import { at, metricsOf, versionOf } from './metrics.fixture'
import { csvName, metricsCsv } from './prepare-csv'

it('writes a row for each moment and version, times in UTC, unknown figures empty', () => {
  const v2 = {
    ...versionOf('v2', [[0, 1.5]]),
    successShare: [{ at: '2026-01-01T11:00:00+01:00', value: 99.5 }],
    p95: [{ at: at(0), low: 100, high: null }],
  }
  const use = { version: 'v2', cpuOf: 'limit' as const, memoryOf: null, memory: [] }
  const text = metricsCsv(
    metricsOf({
      versions: [versionOf('v10', [[10, 4], [0, null]]), v2], // prettier-ignore
      saturation: { versions: [{ ...use, cpu: [{ at: at(10), value: 42 }] }] },
    }),
  )
  expect(text.split('\r\n')).toEqual([
    'time_utc,version,requests_per_second,success_percent,p50_low_ms,p50_high_ms,p95_low_ms,p95_high_ms,p99_low_ms,p99_high_ms,cpu_percent,cpu_percent_of,memory_percent,memory_percent_of',
    '2026-01-01T10:00:00.000Z,v2,1.5,99.5,,,100,,,,,limit,,',
    '2026-01-01T10:00:00.000Z,v10,,,,,,,,,,,,',
    '2026-01-01T10:00:10.000Z,v2,,,,,,,,,42,limit,,',
    '2026-01-01T10:00:10.000Z,v10,4,,,,,,,,,,,',
    '',
  ])
})

it('lets no version be a formula', () => {
  const text = metricsCsv(metricsOf({ versions: [versionOf('=cmd|x', [[0, 1]])] }))
  expect(text).toContain(",'=cmd|x,1,")
})

it('is named by service and window', () => {
  const service = { namespace: 'shop', name: '../cart' }
  expect(csvName(service, metricsOf())).toBe('shop_..-cart_20260101T100000Z_20260101T100100Z.csv')
})
