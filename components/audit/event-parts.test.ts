import { expect, it } from 'vitest'
import { partsOf } from './event-parts'

const object = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'checkout',
}

it('reads the patches of an intent and the writes of an outcome', () => {
  const patch = [{ op: 'replace', path: '/spec/http/0/route/0/weight', value: 75 }]
  const intent = { diff: [{ object, patch }], requestId: 'r-1', route: 'x' }
  expect(partsOf(intent)).toEqual({ diff: [{ object, patch }], writes: [], requestId: 'r-1' })
  const write = { verb: 'patch', object, auditId: 'op-1', result: 'applied' }
  expect(partsOf({ writes: [write], revision: 'a' }).writes).toEqual([write])
})

it('finds nothing in what it does not understand, and keeps the rest', () => {
  expect(partsOf(undefined)).toEqual({ diff: [], writes: [] })
  expect(partsOf({ omitted: true, bytes: 70000 })).toEqual({ diff: [], writes: [] })
  expect(partsOf({ diff: 'damaged', words: 'Paused.' })).toEqual({ diff: [], writes: [], words: 'Paused.' })
})
