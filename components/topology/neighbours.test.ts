import { describe, expect, it } from 'vitest'
import { indexGraph } from './graph-index'
import { shop } from './graph.fixture'
import { edgesOf, neighbourhood } from './neighbours'

const index = indexGraph(shop())

describe('neighbourhood', () => {
  it('holds the whole service, its callers and what it calls', () => {
    expect([...neighbourhood(index, 'checkout/v2')].sort()).toEqual(
      ['checkout', 'checkout/v1', 'checkout/v2', 'gateway', 'payments', 'payments/v4'].sort(),
    )
  })
  it('shows of a calling service only the versions that call', () => {
    const near = neighbourhood(index, 'payments')
    expect(near.has('checkout/v1')).toBe(true)
    expect(near.has('checkout')).toBe(true)
    expect(near.has('checkout/v2')).toBe(false)
  })
})

describe('edgesOf', () => {
  it('counts those of the versions to the service, and leaves the inner ones out', () => {
    expect(edgesOf(index, 'checkout')).toEqual({
      incoming: ['gateway>checkout'],
      outgoing: ['checkout/v1>payments'],
    })
  })
  it('gives a version its split edge and its calls', () => {
    expect(edgesOf(index, 'checkout/v1')).toEqual({
      incoming: ['checkout>checkout/v1'],
      outgoing: ['checkout/v1>payments'],
    })
  })
})
