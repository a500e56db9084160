import { describe, expect, it } from 'vitest'
import type { Move } from '@/lib/domain/traffic/model'
import { codeOf } from '../code-of.fixture'
import {
  clusterWith,
  gateway,
  patchOf,
  plan,
  ref,
  refusalOf,
  rulesOf,
  toService,
  versionServices,
} from './market-cluster.fixture'

const set = (percent: number, to = 'v2'): Move => ({ kind: 'set-mirror', rule: 'main', to, percent })
const remove: Move = { kind: 'remove-mirror', rule: 'main' }
const mirror = (name: string, share: object = {}) => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: ref(name), ...share },
})
const main = (filters?: unknown[], weight = 0) => ({
  name: 'main',
  backendRefs: [ref('cart-v1', 100), ref('cart-v2', weight)],
  ...(filters === undefined ? {} : { filters }),
})
const header = { type: 'RequestHeaderModifier', requestHeaderModifier: { add: [{ name: 'a', value: 'b' }] } }

describe('set-mirror', () => {
  it('adds a filter, without percent where everything is mirrored', () => {
    expect(patchOf(clusterWith([main()]), set(100))?.at(-1)).toEqual({
      op: 'add',
      path: '/spec/rules/0/filters',
      value: [mirror('cart-v2')],
    })
    expect(patchOf(clusterWith([main([header])]), set(20))?.slice(-2)).toEqual([
      { op: 'test', path: '/spec/rules/0/filters', value: [header] },
      { op: 'add', path: '/spec/rules/0/filters/-', value: mirror('cart-v2', { percent: 20 }) },
    ])
  })

  it('changes the share in place, whether a percent, a fraction or nothing stands there', () => {
    const path = '/spec/rules/0/filters/1/requestMirror'
    const last = (share: object, percent: number) =>
      patchOf(clusterWith([main([header, mirror('cart-v2', share)])]), set(percent))?.filter(
        ({ op }) => op !== 'test',
      )
    expect(last({ percent: 5 }, 7)).toEqual([{ op: 'replace', path: `${path}/percent`, value: 7 }])
    expect(last({ percent: 5 }, 100)).toEqual([{ op: 'remove', path: `${path}/percent` }])
    expect(last({}, 7)).toEqual([{ op: 'add', path: `${path}/percent`, value: 7 }])
    expect(last({ fraction: { numerator: 1, denominator: 10 } }, 7)).toEqual([
      { op: 'remove', path: `${path}/fraction` },
      { op: 'add', path: `${path}/percent`, value: 7 },
    ])
    expect(
      plan(
        clusterWith([main([mirror('cart-v2', { fraction: { numerator: 1, denominator: 10 } })])]),
        set(10),
      ),
    ).toEqual([])
  })

  it('mirrors to a version that is no destination yet by its Service', () => {
    const lone = { name: 'main', backendRefs: [ref('cart-v1')] }
    expect(patchOf(clusterWith([lone]), set(50))?.at(-1)).toMatchObject({
      value: [mirror('cart-v2', { percent: 50 })],
    })
    const [first] = versionServices
    const without = clusterWith([lone], first === undefined ? [] : [first])
    expect(codeOf(() => plan(without, set(50)))).toBe('missing-destination')
    expect(codeOf(() => plan(without, set(50, 'v9')))).toBe('invalid')
    for (const percent of [-1, 101, 1.5])
      expect(codeOf(() => plan(clusterWith([main()]), set(percent)))).toBe('invalid')
  })

  it('goes by what the class lists', () => {
    const listing = (...features: string[]) =>
      clusterWith(
        [main([mirror('log')])],
        [...versionServices, ...gateway('gw', 'example.com/x', features)],
        [{ name: 'gw' }],
      )
    const none = listing('HTTPRoute')
    expect(refusalOf(() => plan(none, set(100)))).toMatch(
      /^unsupported: Gateway market\/gw .* may answer 500/,
    )
    expect(plan(none, remove)).toHaveLength(1)
    const one = listing('HTTPRouteRequestMirror')
    expect(refusalOf(() => plan(one, set(50)))).toContain('all requests or none')
    expect(refusalOf(() => plan(one, set(100)))).toContain('takes one mirror only')
    expect(
      codeOf(() => plan(listing('HTTPRouteRequestMirror', 'HTTPRouteRequestMultipleMirrors'), set(100))),
    ).toBeUndefined()
    expect(codeOf(() => plan(clusterWith([main()], versionServices, [toService]), set(50)))).toBeUndefined()
  })
})

describe('remove-mirror', () => {
  const filters = [mirror('cart-v2'), header, mirror('log')]

  it('takes one mirror or all of them, and leaves other filters', () => {
    const cluster = clusterWith([main(filters)])
    expect(patchOf(cluster, { ...remove, to: 'v2' })?.filter(({ op }) => op === 'remove')).toEqual([
      { op: 'remove', path: '/spec/rules/0/filters/0' },
    ])
    cluster.send(plan(cluster, remove))
    expect(rulesOf(cluster)[0]?.mirrors).toEqual([])
    expect(cluster.view.get('httproutes', 'market', 'cart')?.spec).toMatchObject({
      rules: [{ filters: [header] }],
    })
    expect(plan(cluster, remove)).toEqual([])
  })

  it('takes the list away with the last filter', () => {
    const cluster = clusterWith([main([mirror('cart-v2')])])
    expect(patchOf(cluster, remove)?.at(-1)).toEqual({ op: 'remove', path: '/spec/rules/0/filters' })
  })
})
