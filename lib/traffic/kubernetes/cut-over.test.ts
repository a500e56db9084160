import { describe, expect, it } from 'vitest'
import { isDomainError } from '@/lib/domain/errors'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { MemoryCluster, service, virtualService } from '../memory-cluster.fixture'
import { versionsOfService } from '../versions-of-service'
import { cart, cartRoute, runs } from './plain-cluster.fixture'
import { kubernetesRouter } from './router'

const blueGreen = (...more: ConstructorParameters<typeof MemoryCluster>[0][number][]) =>
  new MemoryCluster([
    service('shop', 'cart', { app: 'cart', version: 'blue' }),
    ...runs('cart-blue', 'blue', 2),
    ...runs('cart-green', 'green', 3),
    ...more,
  ])

const read = (cluster: MemoryCluster, ref: ServiceRef = cart) =>
  kubernetesRouter.readRoutes(cluster.view, ref)[0]
const versions = (cluster: MemoryCluster, ref: ServiceRef = cart) =>
  versionsOfService(cluster.view, ref).map(({ version }) => version)
const cutOver = (cluster: MemoryCluster, to: string) =>
  kubernetesRouter.plan(cluster.view, cart, cartRoute, { kind: 'cut-over', to })

describe('cut-over of a Service', () => {
  it('shows the version that the selector pins at 100 and the other at 0', () => {
    const cluster = blueGreen()
    expect(read(cluster)).toMatchObject({
      capabilities: {
        weights: false,
        cutOver: true,
        notes: { weights: expect.stringContaining('cut over') as unknown },
      },
      rules: [
        {
          total: 2,
          fixed: expect.stringContaining('green') as unknown,
          destinations: [
            { key: 'blue', weight: 2, percent: 100 },
            { key: 'green', weight: 0, percent: 0 },
          ],
        },
      ],
    })
    expect(versions(cluster)).toEqual(['blue', 'green'])
  })

  it('switches one label of the selector, and back again', () => {
    const cluster = blueGreen()
    const before = read(cluster)?.revision
    const there = cutOver(cluster, 'green')
    expect(there).toMatchObject([
      {
        object: { kind: 'Service', name: 'cart' },
        patch: [
          { op: 'test', path: '/spec/selector', value: { app: 'cart', version: 'blue' } },
          { op: 'replace', path: '/spec/selector/version', value: 'green' },
        ],
      },
    ])
    cluster.send(there)
    expect(read(cluster)?.rules[0]?.destinations.map(({ percent }) => percent)).toEqual([0, 100])
    expect(versions(cluster)).toEqual(['blue', 'green'])
    expect(read(cluster)?.revision).not.toBe(before)
    expect(cutOver(cluster, 'green')).toEqual([])
    cluster.send(cutOver(cluster, 'blue'))
    expect(read(cluster)?.revision).toBe(before)
  })

  it('switches all version labels that the selector has', () => {
    const labels = (version: string) => ({
      app: 'cart',
      version,
      'app.kubernetes.io/version': `${version}-1`,
    })
    const two = ['blue', 'green'].flatMap((version) => {
      const [head] = runs(`cart-${version}`, version, 1)
      const template = { metadata: { labels: labels(version) }, spec: { containers: [] } }
      return head === undefined ? [] : [{ ...head, spec: { replicas: 1, template } }]
    })
    const cluster = new MemoryCluster([service('shop', 'cart', labels('blue')), ...two])
    expect(cutOver(cluster, 'green-1')[0]?.patch?.slice(1)).toEqual([
      { op: 'replace', path: '/spec/selector/version', value: 'green' },
      { op: 'replace', path: '/spec/selector/app.kubernetes.io~1version', value: 'green-1' },
    ])
  })

  it('refuses versions that are not there', () => {
    const cluster = blueGreen()
    const refusal = () => {
      try {
        cutOver(cluster, 'red')
      } catch (error) {
        if (isDomainError(error)) return error.code
        throw error
      }
      return undefined
    }
    expect(refusal()).toBe('invalid')
  })

  it('leaves per-version Services, preview Services and routed ones as they are', () => {
    const cluster = blueGreen(
      service('shop', 'cart-green', { app: 'cart', version: 'green' }),
      service('shop', 'cart-preview', { app: 'cart', version: 'green' }),
      service('shop', 'whole', { app: 'cart' }),
      service('shop', 'whole-live', { app: 'cart', version: 'blue' }),
    )
    const named = (name: string) => ({ ...cart, name })
    expect(read(cluster, named('cart-green'))?.capabilities.cutOver).toBe(false)
    expect(versions(cluster, named('cart-green'))).toEqual(['green'])
    expect(read(cluster, named('cart-preview'))?.capabilities.cutOver).toBe(true)
    expect(read(cluster, named('whole-live'))?.capabilities.cutOver).toBe(false)
    cluster.put(
      virtualService('shop', 'cart', {
        hosts: ['cart'],
        http: [{ route: [{ destination: { host: 'cart' } }] }],
      }),
    )
    expect(versions(cluster)).toEqual(['blue'])
  })
})
