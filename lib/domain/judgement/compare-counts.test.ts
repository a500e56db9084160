import { expect, test } from 'vitest'
import { compareCounts } from './compare-counts'
import { countsOf } from './simulated-counts'

test('success shares in words, never rounded up to 100 %', () => {
  const counts = countsOf({ v1: [50_000, 50_000], v2: [100] }, { v1: 1 })
  expect(compareCounts(counts, 'v1', 'v2')).toMatchObject({
    stable: { requests: 100_000, failures: 1 },
    canary: { requests: 100, failures: 0, successShare: 100 },
    words:
      'v2: 100.00 % of 100 requests succeeded; v1: 99.99 % of 100000 requests succeeded. Plain shares, not a judgement.',
  })
})

test('no requests is no share', () => {
  expect(compareCounts(countsOf({ v1: [10] }), 'v1', 'v2')).toMatchObject({
    canary: { requests: 0, successShare: null },
    words: 'v2: no requests yet; v1: 100.00 % of 10 requests succeeded. Plain shares, not a judgement.',
  })
})
