import { describe, expect, it } from 'vitest'
import type { KubeObject } from '@/lib/domain/kube'
import { objectRevisions } from './object-revision'

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
