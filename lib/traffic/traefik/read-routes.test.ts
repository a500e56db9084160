import { describe, expect, it } from 'vitest'
import { service } from '../memory-cluster.fixture'
import { versionsOfService } from '../versions-of-service'
import { codeOf } from '../code-of.fixture'
import {
  cluster,
  HOST,
  ingressRoute,
  leaf,
  MAIN,
  nested,
  plan,
  routesOf,
  ruleOf,
  splitCluster,
  traefikService,
  web,
  weighted,
} from './bazaar-cluster.fixture'

const badges = (on: Parameters<typeof routesOf>[0], kind: string) =>
  routesOf(on)[0]?.badges?.flatMap((badge) => (badge.kind === kind ? badge.words : []))

describe('reading IngressRoutes', () => {
  it('shows a weighted TraefikService as the split of its rule', () => {
    expect(routesOf(splitCluster())).toMatchObject([
      {
        id: MAIN,
        kind: 'IngressRoute',
        dataPlane: 'traefik',
        hosts: ['web.test'],
        gateways: ['web'],
        telemetry: 'traefik',
        rules: [
          {
            match: [[{ kind: 'host', op: 'exact', value: 'web.test' }]],
            total: 100,
            destinations: [
              { key: 'v1', version: 'v1', host: 'web-v1', port: 80, weight: 90, percent: 90 },
              { key: 'v2', version: 'v2', host: 'web-v2', weight: 10 },
            ],
            mirrors: [],
          },
        ],
      },
    ])
    expect(badges(splitCluster(), 'no-status')?.[0]).toContain('no status')
  })

  it('shows 5/5/1 with an outside service as 45.5/45.5/9.1', () => {
    const on = cluster(
      ingressRoute([{ match: HOST, services: [nested('web')] }]),
      weighted('web', [leaf('web-v1', 5), leaf('web-v2', 5), leaf('legacy')]),
    )
    const shares = ruleOf(on).destinations.map(({ key, percent }) => [key, percent.toFixed(1)])
    expect(shares).toEqual([
      ['v1', '45.5'],
      ['v2', '45.5'],
      ['legacy~~80', '9.1'],
    ])
    expect(badges(on, 'external-name')?.[0]).toContain('legacy.example.com')
  })

  it('takes no other service’s versions for those of an outside service', () => {
    const on = cluster(
      ...['v1', 'v2'].map((version) => service('bazaar', `legacy-mix-${version}`, { app: 'web', version })),
      ingressRoute([{ match: HOST, services: [nested('legacy-mix')] }]),
      weighted('legacy-mix', [leaf('legacy-mix-v1', 5), leaf('legacy-mix-v2', 5), leaf('legacy')]),
    )
    const legacy = { ...web, name: 'legacy' }
    expect(versionsOfService(on.view, legacy)).toEqual([])
    expect(routesOf(on, legacy)).toHaveLength(1)
  })

  it('takes the innermost split of two versions, and says what comes to it', () => {
    const on = cluster(
      ingressRoute([{ match: HOST, services: [nested('outer')] }]),
      weighted('outer', [leaf('legacy', 1), nested('inner', 3)], { sticky: { cookie: { name: 'side' } } }),
      weighted('inner', [leaf('web-v1', 1), leaf('web-v2', 1)]),
    )
    expect(ruleOf(on).destinations.map(({ key }) => key)).toEqual(['v1', 'v2'])
    expect(ruleOf(on).sticky).toBe('cookie side')
    expect(badges(on, 'load-balancer')?.[0]).toContain('75 % of its requests')
  })

  it('takes the outer split where each version is a TraefikService of its own', () => {
    const on = cluster(
      ingressRoute([{ match: HOST, services: [nested('outer')] }]),
      weighted('outer', [nested('one', 1), nested('two', 3)]),
      weighted('one', [leaf('web-v1', 1)]),
      weighted('two', [leaf('web-v2', 1)]),
    )
    expect(ruleOf(on).destinations).toMatchObject([
      { key: 'v1', host: 'one', percent: 25 },
      { key: 'v2', host: 'two' },
    ])
  })

  it('sees mirrors before the split, inline services, and an only Service', () => {
    const on = cluster(
      ingressRoute([
        { match: HOST, services: [nested('copied')] },
        { match: 'Host(`b`)', services: [leaf('web-v1', 3), leaf('web-v2')] },
        { match: 'Host(`c`)', services: [leaf('web-v2', 7)] },
        { match: 'Host(`d`)', services: [leaf('cart')] },
        { match: 'Host(`e`)' },
      ]),
      traefikService('copied', {
        mirroring: { ...leaf('web-v1'), mirrors: [{ ...leaf('web-v2'), percent: 20 }, leaf('cart')] },
      }),
    )
    const rules = routesOf(on)[0]?.rules ?? []
    expect(
      rules.map(({ destinations }) => destinations.map(({ key, weight }) => `${key} ${weight}`)),
    ).toEqual([['v1 100'], ['v1 3', 'v2 1'], ['v2 100']])
    expect(rules[0]?.mirrors).toEqual([
      { to: 'v2', percent: 20 },
      { to: 'cart~~80', percent: 0 },
    ])
    expect(rules[2]?.precedence).toBe('Priority 9, the length of its rule; higher ones are tried first.')
  })

  it('survives circles, missing objects and wrong shapes', () => {
    const on = cluster(
      ingressRoute([
        { match: HOST, services: [nested('ring')] },
        { match: 'Host(`b`)', services: [nested('gone', 1), leaf('web-v1', 1)] },
        { match: 7, services: 'x' },
        null as unknown as object,
      ]),
      weighted('ring', [nested('ring', 1), leaf('web-v1', 1), { kind: 'Odd', name: 'web' }]),
    )
    expect(routesOf(on)[0]?.rules).toHaveLength(2)
    expect(badges(on, 'load-balancer')).toHaveLength(3)
    expect(ruleOf(on).fixed).toContain('leads to itself')
    const weights = { 'web-v1~~80': 1 }
    expect(codeOf(() => plan(on, { kind: 'set-weights', rule: ruleOf(on).id, weights }))).toBe('unsupported')
  })

  it('names what else uses the split, explicit priorities, other namespaces and stickiness', () => {
    const on = cluster(
      ingressRoute([
        { match: HOST, priority: 7, services: [nested('web')], middlewares: [{ name: 'auth' }] },
        { match: 'Host(`b`)', services: [nested('web')] },
      ]),
      weighted('web', [leaf('web-v1', 1), leaf('web-v2', 1), leaf('far', 1, { namespace: 'away' })], {
        sticky: { cookie: {} },
      }),
    )
    expect(badges(on, 'shared-host')).toHaveLength(2)
    expect(badges(on, 'priority')?.[0]).toContain('Priority 7, as it says itself')
    expect(badges(on, 'cross-namespace')?.[0]).toContain('away/far')
    expect(badges(on, 'filter')?.[0]).toContain('auth')
    expect(badges(on, 'sticky')).toEqual(['Sticky by a cookie of Traefik.'])
    expect(ruleOf(on).destinations[2]).toMatchObject({ host: 'far.away', key: 'far.away~~80' })
  })

  it('has a revision over all objects that decide, and none of another service', () => {
    const on = splitCluster()
    const before = routesOf(on)[0]?.revision
    on.put(weighted('web', [leaf('web-v1', 80), leaf('web-v2', 20)]))
    expect(routesOf(on)[0]?.revision).not.toBe(before)
    expect(routesOf(on, { ...web, name: 'cart' })).toEqual([])
  })

  it('knows versions by Services without selectors that are named after them', () => {
    const on = cluster(
      { ...service('bazaar', 'api'), metadata: { namespace: 'bazaar', name: 'api' } },
      ...['v1', 'v2', 'admin'].map((version) => ({
        ...service('bazaar', `api-${version}`),
        metadata: {
          namespace: 'bazaar',
          name: `api-${version}`,
          labels: { version: version.replace('admin', 'v1') },
        },
      })),
      ingressRoute([
        { match: HOST, services: [leaf('api-v1', 1), leaf('api-v2', 1)] },
        { match: 'Host(`admin`)', services: [leaf('api-admin')] },
      ]),
    )
    const [route] = routesOf(on, { ...web, name: 'api' })
    expect(route?.rules).toHaveLength(1)
    expect(route?.rules[0]?.destinations.map(({ key }) => key)).toEqual(['v1', 'v2'])
  })

  it('adds routed Services to the versions of a service', () => {
    const versions = versionsOfService(splitCluster().view, web).map(({ version }) => version)
    expect(versions).toEqual(['v1', 'v2', 'v3'])
  })
})
