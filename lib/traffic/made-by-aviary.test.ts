import { describe, expect, it } from 'vitest'
import { createdFor, isMadeFor, newMetadata } from './made-by-aviary'

const place = { namespace: 'shop', name: 'cart-v2' }
const made = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: newMetadata({ name: 'cart' }, place, { note: 'x' }),
}

describe('objects that Aviary makes', () => {
  it('carry its marks beside their own annotations', () => {
    expect(made.metadata).toEqual({
      ...place,
      uid: '',
      resourceVersion: '',
      labels: { 'app.kubernetes.io/managed-by': 'aviary' },
      annotations: { 'aviary.dev/created-for': 'cart', note: 'x' },
    })
  })

  it('are known by both marks, and by the namespace of the service', () => {
    expect(createdFor(made)).toBe('cart')
    expect(isMadeFor(made, { namespace: 'shop', name: 'cart' })).toBe(true)
    expect(isMadeFor(made, { namespace: 'shop', name: 'cart-v2' })).toBe(false)
    expect(isMadeFor(made, { namespace: 'market', name: 'cart' })).toBe(false)
  })

  it('are nobody’s where a user took one of the marks over', () => {
    const { labels, annotations, ...bare } = made.metadata
    expect(createdFor({ ...made, metadata: { ...bare, annotations: { ...annotations } } })).toBeUndefined()
    expect(createdFor({ ...made, metadata: { ...bare, labels: { ...labels } } })).toBeUndefined()
  })
})
