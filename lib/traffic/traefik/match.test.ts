import { describe, expect, it } from 'vitest'
import type { MatchCondition } from '@/lib/domain/traffic/model'
import { codeOf } from '../code-of.fixture'
import {
  cluster,
  HOST,
  ingressRoute,
  leaf,
  nested,
  plan,
  routesOf,
  ruleOf,
  specsOf,
  splitCluster,
  weighted,
} from './bazaar-cluster.fixture'
import { MATCHES_ANNOTATION } from '../matches-note'

type On = ReturnType<typeof cluster>
const header: MatchCondition = { kind: 'header', name: 'X-User', op: 'exact', value: 'developer' }
const set = (on: On, when: readonly MatchCondition[] = [header], name = 'beta', to = 'v2') =>
  plan(on, { kind: 'set-match', name, to, when })
const specRoutes = (on: On) =>
  (specsOf(on)['IngressRoute main'] as { routes: { match: string; priority?: number }[] }).routes

describe('match moves of Traefik', () => {
  it('adds a rule before each that sends to the service, and takes them away together', () => {
    const on = cluster(
      ingressRoute([
        {
          kind: 'Rule',
          match: `${HOST}\n`,
          services: [nested('web')],
          middlewares: [{ name: 'auth' }],
          note: 1,
        },
        { match: 'Host(`cart.test`)', services: [leaf('cart')] },
        { match: 'Host(`b.test`)', priority: 5, services: [leaf('web-v1')] },
      ]),
      weighted('web', [leaf('web-v1', 9), leaf('web-v2', 1, { strategy: 'p2c' })]),
    )
    const before = specsOf(on)
    on.send(set(on))
    expect(specRoutes(on).slice(3)).toEqual([
      {
        kind: 'Rule',
        match: '(Host(`web.test`)) && Header(`X-User`, `developer`)',
        priority: 1017,
        services: [leaf('web-v2', undefined, { strategy: 'p2c' })],
        middlewares: [{ name: 'auth' }],
        note: 1,
      },
      {
        match: '(Host(`b.test`)) && Header(`X-User`, `developer`)',
        priority: 1005,
        services: [leaf('web-v2')],
      },
    ])
    const rules = routesOf(on)[0]?.rules ?? []
    expect(rules.map(({ madeBy }) => madeBy)).toEqual([undefined, undefined, 'beta', 'beta'])
    expect(rules[2]).toMatchObject({
      match: [[{ kind: 'host' }, header]],
      destinations: [{ version: 'v2', percent: 100 }],
      precedence: 'Priority 1017, as it says itself; higher ones are tried first.',
    })
    expect(set(on)).toEqual([])
    expect(codeOf(() => set(on, [{ ...header, value: 'other' }]))).toBe('invalid')
    on.send(plan(on, { kind: 'remove-match', rule: rules[3]?.id ?? '' }))
    expect(specsOf(on)).toEqual(before)
    expect(on.view.get('ingressroutes', 'bazaar', 'main')?.metadata.annotations).not.toHaveProperty(
      MATCHES_ANNOTATION,
    )
  })

  it('stays below rules that are tried first and could match the same, and above older moves', () => {
    const on = cluster(
      ingressRoute([
        { match: HOST, priority: 10, services: [leaf('web-v1', 1), leaf('web-v2', 1)] },
        { match: 'Host(`web.test`) && PathPrefix(`/api`)', priority: 14, services: [leaf('cart')] },
        { match: 'Host(`other.test`)', priority: 11, services: [leaf('cart')] },
      ]),
    )
    on.send(set(on))
    on.send(set(on, [{ ...header, value: 'two' }], 'two'))
    on.send(set(on, [{ ...header, value: 'three' }], 'three'))
    expect(specRoutes(on).map(({ priority }) => priority)).toEqual([10, 14, 11, 13, 12, 11])
    expect(codeOf(() => set(on, [{ ...header, value: 'four' }], 'four'))).toBe('blocked')
  })

  it('puts a newer move before an older one where there is room', () => {
    const on = splitCluster()
    on.send(set(on))
    on.send(set(on, [{ kind: 'method', op: 'exact', value: 'get' }], 'two', 'v1'))
    expect(specRoutes(on).map(({ priority }) => priority)).toEqual([undefined, 1016, 1017])
  })

  it('leaves rules that no move made, and refuses names and rules that do not fit', () => {
    const on = splitCluster()
    const rule = ruleOf(on).id
    expect(codeOf(() => plan(on, { kind: 'remove-match', rule }))).toBe('unsupported')
    expect(codeOf(() => set(on, [header], 'Not A Label'))).toBe('invalid')
    expect(codeOf(() => set(on, []))).toBe('invalid')
    expect(codeOf(() => set(on, [header], 'beta', 'v9'))).toBe('invalid')
    expect(codeOf(() => set(on, [header], 'beta', 'v3'))).toBe('missing-destination')
    on.put(ingressRoute([{ match: 'Nonsense((', services: [nested('web')] }]))
    expect(codeOf(() => set(on))).toBe('blocked')
    on.put({
      ...ingressRoute([]),
      metadata: { namespace: 'bazaar', name: 'main', annotations: { [MATCHES_ANNOTATION]: '{' } },
    })
    expect(routesOf(on)).toEqual([])
  })

  it('is left alone by a cut-over', () => {
    const on = splitCluster()
    on.send(set(on))
    const writes = plan(on, { kind: 'cut-over', to: 'v1' })
    expect(writes.map(({ object }) => object.kind)).toEqual(['TraefikService'])
  })
})
