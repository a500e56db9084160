import { describe, expect, it } from 'vitest'
import { movesTo, type RouteRule } from './moves-to'
import type { Placement } from './placement'
import type { Capabilities, Route, Rule } from '../traffic/model'

const versions = { from: 'v1', to: 'v2' }
const can: Capabilities = {
  weights: true,
  mirror: { percentStep: 1 },
  match: ['header'],
  fault: true,
  cutOver: true,
  addVersion: true,
}
const when = [{ kind: 'header' as const, name: 'x-user', op: 'exact' as const, value: 'ana' }]

function rule(weights: Record<string, number>, change: Partial<Rule> = {}): Rule {
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
  return {
    id: 'main',
    match: [],
    total,
    mirrors: [],
    destinations: Object.entries(weights).map(([version, weight]) => ({
      key: version,
      version,
      host: 'h',
      weight,
      percent: total === 0 ? 0 : (weight / total) * 100,
    })),
    ...change,
  }
}

function at(rules: Rule[], change: Partial<Route> = {}): RouteRule[] {
  const route: Route = {
    id: 'vs',
    kind: 'VirtualService',
    name: 'vs',
    namespace: 'n',
    dataPlane: 'istio',
    revision: 'r',
    hosts: [],
    gateways: [],
    capabilities: can,
    rules,
    ...change,
  }
  return rules.filter(({ madeBy }) => madeBy === undefined).map((each) => ({ route, rule: each }))
}

const kinds = (rules: RouteRule[], placement: Placement) =>
  movesTo(rules, versions, placement).map(({ move }) => move.kind)
const match = { name: 'beta', when, present: true }
const made = rule({ v2: 100 }, { id: 'beta', madeBy: 'beta' })

describe('moves to a placement', () => {
  it('are none where everything stands as wanted', () => {
    const there = at([rule({ v1: 80, v2: 20 }, { mirrors: [{ to: 'v2', percent: 50 }] }), made])
    expect(kinds(there, { weight: 20, mirror: 50, cutOver: false, matches: [match] })).toEqual([])
  })

  it('leave alone what the plan does not speak of', () => {
    const other = at([rule({ v1: 90, v2: 10 }, { mirrors: [{ to: 'v2', percent: 5 }] }), made])
    expect(kinds(other, { cutOver: false, matches: [] })).toEqual([])
  })

  it('first make, then weigh, then take away', () => {
    const start = at([rule({ v1: 100, v2: 0 })])
    expect(kinds(start, { weight: 20, mirror: 10, cutOver: false, matches: [match] })).toEqual([
      'set-match',
      'set-mirror',
      'set-weights',
    ])
    const busy = at([rule({ v1: 80, v2: 20 }, { mirrors: [{ to: 'v2', percent: 10 }] }), made])
    const gone = { ...match, present: false }
    expect(kinds(busy, { weight: 0, mirror: 0, cutOver: false, matches: [gone] })).toEqual([
      'set-weights',
      'remove-mirror',
      'remove-match',
    ])
  })

  it('cut over where weights are fixed, and back', () => {
    const pinned = { ...can, weights: false }
    const blue = at([rule({ v1: 3, v2: 0 }, { fixed: 'pinned' })], { capabilities: pinned })
    expect(movesTo(blue, versions, { weight: 100, cutOver: true, matches: [] })).toEqual([
      { route: 'vs', move: { kind: 'cut-over', to: 'v2' } },
    ])
    const green = at([rule({ v1: 0, v2: 3 }, { fixed: 'pinned' })], { capabilities: pinned })
    expect(movesTo(green, versions, { weight: 0, cutOver: true, matches: [] })).toEqual([
      { route: 'vs', move: { kind: 'cut-over', to: 'v1' } },
    ])
    expect(kinds(green, { weight: 100, cutOver: true, matches: [] })).toEqual([])
    expect(() => kinds(blue, { weight: 20, cutOver: false, matches: [] })).toThrow('pinned')
  })

  it('have nothing to take back from a rule that never had the canary, and cannot give it any', () => {
    const lone = at([rule({ v1: 100 })])
    expect(kinds(lone, { weight: 0, cutOver: false, matches: [] })).toEqual([])
    expect(() => kinds(lone, { weight: 20, cutOver: false, matches: [] })).toThrow('lacks')
  })
})
