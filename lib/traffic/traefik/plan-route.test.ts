import { describe, expect, it } from 'vitest'
import { codeOf } from '../code-of.fixture'
import {
  cluster,
  ingressRoute,
  leaf,
  nested,
  plan,
  routesOf,
  specsOf,
  splitCluster,
  titles,
  web,
  weighted,
} from './bazaar-cluster.fixture'
import { traefikRouter } from './router'

const request = {
  stable: 'v1',
  versions: ['v1', 'v2', 'v3'],
  hosts: ['web.test', 'www.test'],
  gateway: 'websecure',
}
const make = (on: ReturnType<typeof cluster>, changes: Partial<typeof request> = {}) =>
  traefikRouter.planRoute?.(on.view, web, { ...request, ...changes }) ?? []
const remove = (on: ReturnType<typeof cluster>, id: string) =>
  traefikRouter.planRemoval?.(on.view, web, id) ?? []

describe('a route for a service without one', () => {
  it('is all at stable, and goes as a whole', () => {
    const on = cluster()
    const before = specsOf(on)
    const writes = make(on)
    expect(titles(writes)).toEqual([
      'create Service web-v3',
      'create TraefikService web',
      'create IngressRoute web',
    ])
    expect(writes.map(({ awaits }) => awaits)).toEqual(['endpoints', undefined, undefined])
    for (const { body } of writes) {
      expect(body?.metadata).toMatchObject({
        labels: { 'app.kubernetes.io/managed-by': 'aviary' },
        annotations: { 'aviary.dev/created-for': 'web' },
      })
    }
    on.send(writes)
    expect(specsOf(on)['IngressRoute web']).toEqual({
      entryPoints: ['websecure'],
      routes: [{ kind: 'Rule', match: 'Host(`web.test`) || Host(`www.test`)', services: [nested('web')] }],
    })
    const [route] = routesOf(on)
    expect(route).toMatchObject({ madeHere: true, hosts: ['web.test', 'www.test'], gateways: ['websecure'] })
    expect(route?.rules[0]?.destinations.map(({ key, percent }) => [key, percent])).toEqual([
      ['v1', 100],
      ['v2', 0],
      ['v3', 0],
    ])
    on.send(
      plan(
        on,
        { kind: 'set-mirror', rule: route?.rules[0]?.id ?? '', to: 'v2', percent: 5 },
        'ingressroute~bazaar~web',
      ),
    )
    const back = remove(on, 'ingressroute~bazaar~web')
    const refs = traefikRouter.objectsOf(on.view, web, 'ingressroute~bazaar~web')
    for (const { object } of back) expect(refs).toContainEqual(object)
    on.send(back)
    expect(specsOf(on)).toEqual(before)
  })

  it('leaves what others use, and what others made', () => {
    const on = cluster()
    on.send(make(on))
    on.put(ingressRoute([{ match: 'Host(`x`)', services: [nested('web')] }], 'x'))
    expect(titles(remove(on, 'ingressroute~bazaar~web'))).toEqual(['delete IngressRoute web'])
    on.remove('ingressroutes', 'bazaar', 'x')
    on.put({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { namespace: 'bazaar', name: 'x' },
      spec: { rules: [{ backendRefs: [{ group: 'traefik.io', kind: 'TraefikService', name: 'web' }] }] },
    })
    expect(titles(remove(on, 'ingressroute~bazaar~web'))).toEqual(['delete IngressRoute web'])
    expect(codeOf(() => remove(splitCluster(), 'ingressroute~bazaar~main'))).toBe('unsupported')
  })

  it('wants hosts, known versions with ready pods, and free names', () => {
    const on = cluster()
    const code = (changes: Partial<typeof request>) => codeOf(() => make(on, changes))
    expect(() => make(on, { hosts: [] })).toThrow(/Traefik needs one/)
    expect(code({ hosts: [] })).toBe('invalid')
    expect(code({ hosts: ['a`b'] })).toBe('invalid')
    expect(code({ stable: 'v9' })).toBe('invalid')
    expect(code({ versions: ['v1', 'v9'] })).toBe('invalid')
    for (const pod of [0, 1]) on.remove('pods', 'bazaar', `web-v2-5d-${pod}`)
    expect(code({})).toBe('blocked')
    on.put(ingressRoute([], 'web'))
    expect(code({ versions: ['v1'] })).toBe('conflict')
    const without = { ...on.view, has: () => false }
    expect(codeOf(() => traefikRouter.planRoute?.(without, web, request))).toBe('unsupported')
    const named = cluster(weighted('web', [leaf('cart', 1)]))
    expect(titles(make(named, { versions: ['v1'] }))).toContain('create TraefikService web-aviary')
  })
})
