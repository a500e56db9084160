import { expect, it } from 'vitest'
import { movedSince } from './moved-since'

const release = { from: 'v1', to: 'v2' }
const rule = (percents: Record<string, number>) => ({
  rule: {
    id: 'main',
    match: [],
    total: 100,
    mirrors: [],
    destinations: Object.entries(percents).map(([version, percent]) => ({
      key: version,
      version,
      host: version,
      weight: percent,
      percent,
    })),
  },
})

it.each<Record<string, number>>([{ v1: 0, v2: 100 }, { v2: 100 }, { v1: 0, v2: 90, legacy: 10 }])(
  '%j is as it was left',
  (left) => {
    expect(movedSince(release, [rule(left)])).toBeUndefined()
  },
)

it.each<Record<string, number>>([
  { v1: 10, v2: 90 },
  { v1: 100, v2: 0 },
  { v1: 0, v2: 0, v3: 100 },
  { v3: 100 },
])('%j is not', (moved) => {
  expect(movedSince(release, [rule({ v2: 100 }), rule(moved)])?.id).toBe('main')
})
