import { describe, expect, it } from 'vitest'
import { mainRule } from './main-rule'
import type { DataPlaneId, MatchCondition, Route, Rule } from './model'

const rule = (id: string, ...match: MatchCondition[][]): Rule => ({
  id,
  match,
  total: 100,
  destinations: [{ key: 'v1', version: 'v1', host: 'a', weight: 100, percent: 100 }],
  mirrors: [],
})
const route = (dataPlane: DataPlaneId, ...rules: Rule[]) => ({ dataPlane, rules }) as unknown as Route

const header: MatchCondition = { kind: 'header', name: 'x', op: 'exact', value: '1' }
const host: MatchCondition = { kind: 'host', op: 'exact', value: 'a.example' }
const root: MatchCondition = { kind: 'path', op: 'prefix', value: '/' }

describe('mainRule', () => {
  it('prefers the rule that takes everything', () => {
    expect(mainRule([route('istio', rule('dark', [header]), rule('rest'))])?.id).toBe('rest')
    expect(mainRule([route('gateway-api', rule('dark', [root, header]), rule('rest', [root]))])?.id).toBe(
      'rest',
    )
  })

  it('takes a rule of a host where none takes everything, never a dark launch', () => {
    expect(mainRule([route('traefik', rule('dark', [host, header]), rule('host', [host]))])?.id).toBe('host')
  })

  it('prefers a routing object to the Service itself', () => {
    expect(mainRule([route('kubernetes', rule('pods')), route('istio', rule('vs'))])?.id).toBe('vs')
    expect(mainRule([route('kubernetes', rule('pods'))])?.id).toBe('pods')
    expect(mainRule([])).toBeUndefined()
  })
})
