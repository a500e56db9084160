import { describe, expect, it } from 'vitest'
import type { Rule } from '@/lib/domain/traffic/model'
import { codeOf } from './code-of.fixture'
import { removableDestination } from './removable-destination'

const ruleOf = (weights: Record<string, number>): Rule => ({
  id: 'main',
  match: [],
  mirrors: [],
  total: 100,
  destinations: Object.entries(weights).map(([key, weight]) => ({ key, host: key, weight, percent: weight })),
})

describe('removableDestination', () => {
  it('is one without weight beside another', () => {
    expect(removableDestination(ruleOf({ v1: 100, v2: 0 }), 'v2')).toBe(1)
  })
  it.each<[Record<string, number>, string, string]>([
    [{ v1: 100, v2: 0 }, 'v3', 'not-found'],
    [{ v1: 99, v2: 1 }, 'v2', 'invalid'],
    [{ v1: 0 }, 'v1', 'invalid'],
    [{ v1: 100 }, 'v1', 'invalid'],
  ])('of %j is not %s: %s', (weights, key, code) => {
    expect(codeOf(() => removableDestination(ruleOf(weights), key))).toBe(code)
  })
})
