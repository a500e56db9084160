import { describe, expect, test } from 'vitest'
import type { MatchCondition, Route, Rule } from '../traffic/model'
import { countsOf } from './simulated-counts'
import { verifyRules, worstVerification } from './verify-rules'

const steady = (value: number) => new Array<number>(20).fill(value)
const testers: MatchCondition[][] = [[{ kind: 'header', name: 'x-user', op: 'exact', value: 'tester' }]]

function rule(id: string, split: Record<string, number>, more: Partial<Rule> = {}): Rule {
  return {
    id,
    match: [],
    total: 100,
    destinations: Object.entries(split).map(([version, percent]) => ({
      key: version,
      version,
      host: 'checkout',
      weight: percent,
      percent,
    })),
    mirrors: [],
    ...more,
  }
}

function route(rules: Rule[], gateways: string[] = []): Route {
  return {
    id: 'vs',
    kind: 'VirtualService',
    name: 'checkout',
    namespace: 'shop',
    dataPlane: 'istio',
    revision: 'r',
    hosts: ['checkout'],
    gateways,
    capabilities: {
      weights: true,
      mirror: { percentStep: 1 },
      match: false,
      fault: false,
      cutOver: false,
      addVersion: true,
    },
    rules,
  }
}

const states = (rules: Rule[], perInterval: Record<string, number[]>, gateways: string[] = []) =>
  verifyRules([route(rules, gateways)], countsOf(perInterval)).map(({ rule: id, verification }) => [
    id,
    verification.state,
    verification.state === 'unverifiable' ? verification.reason : '',
  ])

const ninety = { v1: steady(900), v2: steady(100) }

describe('rules of one service', () => {
  test('one rule is verified by all requests', () => {
    expect(states([rule('main', { v1: 90, v2: 10 })], ninety)).toEqual([['main', 'verified', '']])
  })

  test('rules with the same split are verified together', () => {
    const rules = [
      rule('api', { v1: 90, v2: 10 }, { match: testers }),
      rule('main', { v2: 10, v1: 90, v0: 0 }),
    ]
    expect(states(rules, ninety)).toEqual([
      ['api', 'verified', ''],
      ['main', 'verified', ''],
    ])
  })

  test('a match into a version of its own leaves the others verifiable', () => {
    const rules = [rule('testers', { v3: 100 }, { match: testers }), rule('main', { v1: 90, v2: 10 })]
    expect(states(rules, { ...ninety, v3: steady(400) })).toEqual([
      ['testers', 'verified', ''],
      ['main', 'verified', ''],
    ])
  })

  test('a match into a version of the split cannot be told apart', () => {
    const rules = [rule('testers', { v2: 100 }, { match: testers }), rule('main', { v1: 90, v2: 10 })]
    expect(states(rules, ninety)).toEqual([
      ['testers', 'unverifiable', 'several-rules'],
      ['main', 'unverifiable', 'several-rules'],
    ])
  })

  test('but a canary that gets nothing is off whatever the match takes', () => {
    const rules = [rule('testers', { v2: 100 }, { match: testers }), rule('main', { v1: 90, v2: 10 })]
    expect(states(rules, { v1: steady(1000) })[1]).toEqual(['main', 'off', ''])
  })

  test('two different splits cannot be told apart', () => {
    const rules = [rule('a', { v1: 50, v2: 50 }, { match: testers }), rule('b', { v1: 90, v2: 10 })]
    expect(states(rules, { v1: steady(1000) }).map(([, , reason]) => reason)).toEqual([
      'several-rules',
      'several-rules',
    ])
  })

  test('stickiness and destinations of no known version are said', () => {
    expect(states([rule('main', { v1: 90, v2: 10 }, { sticky: 'cookie' })], ninety)[0]?.[2]).toBe('sticky')
    const open = rule(
      'main',
      {},
      {
        destinations: [{ key: 'checkout~~', host: 'checkout', weight: 1, percent: 100 }],
      },
    )
    expect(states([open], ninety)[0]?.[2]).toBe('unknown-version')
  })

  test('destinations that a proxy counts as one cannot be told apart', () => {
    const service = { namespace: 'shop', name: 'checkout' }
    const rules = [{ route: 'vs', rule: 'main' }]
    const target = { source: 'envoy', label: 'l', service, backend: service, rules, mirrored: false } as const
    const [one] = verifyRules([route([rule('main', { v1: 90, v2: 10 })])], countsOf(ninety), {}, [
      { ...target, rules: [...rules], together: true },
    ])
    expect(one?.verification).toMatchObject({ state: 'unverifiable', reason: 'counted-together' })
  })

  test('an operator’s own counts verify what no proxy of the route can', () => {
    const service = { namespace: 'shop', name: 'checkout' }
    const target = { source: 'envoy', label: 'l', service, backend: service, mirrored: false } as const
    const untold = { ...route([rule('main', { v1: 90, v2: 10 })]), telemetry: 'none' as const }
    const targets = [{ ...target, rules: [{ route: 'vs', rule: 'main' }], together: true as const }]
    const [one] = verifyRules([untold], { ...countsOf(ninety), custom: true }, {}, targets)
    expect(one?.verification.state).toBe('verified')
  })

  test('redirects and delegates are no rules to verify', () => {
    expect(states([rule('gone', {}, { redirect: true }), rule('main', { v1: 90, v2: 10 })], ninety)).toEqual([
      ['main', 'verified', ''],
    ])
  })

  test('a route of a gateway alone is not called off: callers inside the mesh may explain it', () => {
    const rules = [rule('main', { v1: 50, v2: 50 })]
    expect(states(rules, ninety, ['istio-system/shop'])[0]?.[2]).toBe('gateway-only')
    expect(states(rules, ninety, ['istio-system/shop', 'mesh'])[0]?.[1]).toBe('off')
  })

  test('the worst rule stands for the service', () => {
    const rules = verifyRules(
      [route([rule('main', { v1: 50, v2: 50 })]), route([rule('other', { v3: 100 })])],
      countsOf({ ...ninety, v3: steady(10) }),
    )
    expect(rules.map(({ verification }) => verification.state)).toEqual(['off', 'verified'])
    expect(worstVerification(rules)?.state).toBe('off')
    expect(worstVerification([])).toBeUndefined()
  })
})
