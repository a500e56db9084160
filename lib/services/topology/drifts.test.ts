import { describe, expect, it } from 'vitest'
import type { LeftRoute } from '../../domain/live-stores'
import type { LiveFrame } from '../../domain/ports'
import type { GraphCluster } from '../../domain/topology/graph-model'
import type { Route, ServiceRef } from '../../domain/traffic/model'
import { createLiveBus } from '../../http/live-bus'
import { createDrifts } from './drifts'
import type { MarkedRelease } from './live-releases'

const cart = { cluster: 'eu', namespace: 'shop', name: 'cart' }
const vault = { cluster: 'eu', namespace: 'bank', name: 'vault' }

function scene(left: LeftRoute[]) {
  const bus = createLiveBus()
  const asked: string[] = []
  const live: Pick<Route, 'id' | 'revision' | 'writer'> = {
    id: 'main',
    revision: 'left',
    writer: { manager: 'aviary', time: '' },
  }
  const cluster = {
    view: { cluster: 'eu' },
    routesOf: ({ name }: ServiceRef) => {
      asked.push(name)
      return [live]
    },
  } as unknown as GraphCluster
  const store = { calls: 0, down: false }
  const drifts = createDrifts(
    {
      left: () => {
        store.calls += 1
        return store.down ? Promise.reject(new Error('down')) : Promise.resolve(left)
      },
    },
    bus,
  )
  const drifted = (service: ServiceRef, releases: Partial<MarkedRelease>[] = []) =>
    drifts.among([cluster], releases as MarkedRelease[])(service)
  const applied = (revision: string, outcome = 'applied') =>
    bus.publish({
      event: 'operation',
      data: { operation: { id: revision, service: cart, route: 'main', revision, outcome } },
    } as unknown as LiveFrame)
  return { drifts, drifted, applied, live, store, asked }
}

describe('drifts', () => {
  it('is a route that differs from what was left, by another hand', async () => {
    const { drifts, drifted, live } = scene([{ service: cart, route: 'main', revision: 'left' }])
    await drifts.ready()
    expect(drifted(cart)).toBe(false)
    live.revision = 'other'
    expect(drifted(cart)).toBe(false)
    live.writer = { manager: 'kubectl-edit', time: '' }
    expect(drifted(cart)).toBe(true)
    live.revision = 'left'
    expect(drifted(cart)).toBe(false)
  })

  it('hears of operations, whatever was read before', async () => {
    const { drifts, drifted, applied, live } = scene([{ service: cart, route: 'main', revision: 'left' }])
    live.writer = { manager: 'kubectl-edit', time: '' }
    live.revision = 'mine'
    applied('mine')
    await drifts.ready()
    expect(drifted(cart)).toBe(false)
    const { revision } = drifts
    applied('failed', 'failed')
    expect([drifted(cart), drifts.revision]).toEqual([false, revision])
    applied('next')
    expect(drifted(cart)).toBe(true)
    expect(drifts.revision).not.toBe(revision)
  })

  it('takes the word of a live release before that of operations', async () => {
    const { drifts, drifted, live } = scene([{ service: cart, route: 'main', revision: 'left' }])
    live.writer = { manager: 'kubectl-edit', time: '' }
    live.revision = 'adopted'
    await drifts.ready()
    expect(drifted(cart)).toBe(true)
    const release = { service: cart, expected: [{ route: 'main', revision: 'adopted' }] }
    expect(drifted(cart, [release])).toBe(false)
  })

  it('reads no route of a service that nothing was left of', async () => {
    const { drifts, drifted, asked } = scene([{ service: cart, route: 'main', revision: 'left' }])
    await drifts.ready()
    expect(drifted(vault)).toBe(false)
    expect(asked).toEqual([])
  })

  it('asks again after the database was away, and only then', async () => {
    const { drifts, store } = scene([])
    store.down = true
    await drifts.ready()
    store.down = false
    await drifts.ready()
    await drifts.ready()
    expect(store.calls).toBe(2)
  })
})
