import { describe, expect, it } from 'vitest'
import type { ClusterView, KubeObject } from '../kube'
import { flagsOfService, servicesOfFlags } from './flag-sources'
import { booleanFlag, flagMap } from './flags.fixture'

const stored = (body: ReturnType<typeof flagMap>): KubeObject => ({
  ...body,
  metadata: { uid: 'u', resourceVersion: '1', ...body.metadata },
})
function view(...maps: ReturnType<typeof flagMap>[]): ClusterView {
  const objects = maps.map(stored)
  return { cluster: 'test', has: () => true, list: () => objects, get: () => undefined }
}

describe('flagsOfService', () => {
  it('merges the ConfigMaps that name the service, and knows who wrote last', () => {
    const first = flagMap(
      { a: booleanFlag('off'), both: booleanFlag('off') },
      { name: 'a', services: 'cart, checkout' },
    )
    const second = flagMap(
      { both: booleanFlag('on') },
      { name: 'b', writer: 'argocd', at: '2026-11-21T11:00:00Z' },
    )
    const other = flagMap({ c: booleanFlag('on') }, { name: 'c', services: 'cart' })
    const found = flagsOfService(view(second, other, first), 'shop', 'checkout')
    expect([...found.flags].map(([key, { defaultVariant }]) => [key, defaultVariant])).toEqual([
      ['a', 'off'],
      ['both', 'on'],
    ])
    expect(found).toMatchObject({ problems: [], sources: ['a', 'b'], writer: { manager: 'argocd' } })
    expect(servicesOfFlags(stored(first))).toEqual(['cart', 'checkout'])
  })

  it('names the file that cannot be read', () => {
    const { problems } = flagsOfService(view(flagMap('{')), 'shop', 'checkout')
    expect(problems).toEqual(['flags.json of ConfigMap checkout-flags: it is not JSON'])
  })

  it('finds nothing where nothing is named', () => {
    const bare = { ...flagMap({}), metadata: { name: 'bare' }, data: undefined }
    expect(flagsOfService(view(bare), 'shop', 'checkout')).toEqual({
      flags: new Map(),
      problems: [],
      sources: [],
    })
  })
})
