import { describe, expect, it } from 'vitest'
import { OPERATION_ANNOTATION } from '@/lib/domain/traffic/compose-patch'
import type { KubeObject } from '@/lib/domain/kube'
import { lastWriter } from './last-writer'
import { objectRevisions } from './object-revision'
import { routeId } from './route-id'

function written(manager: string, time: string, operation?: string): KubeObject {
  const annotations = operation === undefined ? {} : { [OPERATION_ANNOTATION]: operation }
  const metadata = { name: 'cart', uid: 'u', resourceVersion: '1', annotations }
  return { apiVersion: 'v1', kind: 'Service', metadata, lastWriter: { manager, time } }
}

describe('lastWriter', () => {
  const [early, late] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']

  it('is the latest of the objects', () => {
    const objects = [written('helm', early), written('kubectl', late)]
    expect(lastWriter(objects)).toEqual({ writer: { manager: 'kubectl', time: late } })
    expect(lastWriter([])).toEqual({})
  })

  it('names the operation only where Aviary wrote last', () => {
    expect(lastWriter([written('aviary', late, 'op-1')]).writer?.operation).toBe('op-1')
    expect(lastWriter([written('kubectl', late, 'op-1')]).writer?.operation).toBeUndefined()
  })
})

describe('routeId', () => {
  it('is the place, or a hash of it where that fits no path', () => {
    expect(routeId('vs', { namespace: 'shop', name: 'cart' })).toBe('vs~shop~cart')
    const odd = routeId('vs', { namespace: 'shop', name: 'a/b' })
    expect(odd).toMatch(/^vs~[^/~]+$/)
    expect(odd).not.toBe(routeId('vs', { namespace: 'shop', name: 'a/c' }))
  })
})

describe('objectRevisions', () => {
  const object = (uid: string, spec: object): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'cart', uid, resourceVersion: '1' },
    spec,
  })

  it('covers the uid and what is picked', () => {
    const ofSpec = objectRevisions()
    expect(ofSpec(object('a', { x: 1, y: 2 }))).toBe(ofSpec(object('a', { y: 2, x: 1 })))
    expect(ofSpec(object('a', { x: 1 }))).not.toBe(ofSpec(object('b', { x: 1 })))
    expect(ofSpec(object('a', { x: 1 }))).not.toBe(ofSpec(object('a', { x: 2 })))
    const ofName = objectRevisions(({ metadata }) => metadata.name)
    expect(ofName(object('a', { x: 1 }))).toBe(ofName(object('a', { x: 2 })))
  })

  it('works an object’s out once', () => {
    let times = 0
    const counted = objectRevisions(() => ++times)
    const same = object('a', {})
    expect(counted(same)).toBe(counted(same))
    expect(times).toBe(1)
  })
})
