import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inversePatch } from '../traffic/inverse-patch'
import { applyPatch } from '../traffic/json-patch'
import { patchBetween } from './patch-between'

describe('patchBetween', () => {
  it('touches only what differs, and tests first', () => {
    const before = { containers: [{ name: 'a', image: 'x:2', env: [{ name: 'N' }] }], labels: { old: '1' } }
    const after = { containers: [{ name: 'a', image: 'x:1', env: [{ name: 'N' }] }], labels: {} }
    expect(patchBetween(before, after, '/spec/template')).toEqual([
      { op: 'test', path: '/spec/template/containers/0/image', value: 'x:2' },
      { op: 'test', path: '/spec/template/labels/old', value: '1' },
      { op: 'replace', path: '/spec/template/containers/0/image', value: 'x:1' },
      { op: 'remove', path: '/spec/template/labels/old' },
    ])
  })

  it('turns any value into any other, and its inverse turns it back', () => {
    const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>
    fc.assert(
      fc.property(json, json, fc.boolean(), (one, two, near) => {
        const before = { spec: { replicas: 1, template: one } }
        // Values that share most of their parts are what happens in fact.
        const target =
          near && typeof one === 'object' && one !== null && !Array.isArray(one) ? { ...one, two } : two
        const patch = patchBetween(one, target, '/spec/template')
        const after = applyPatch(before, patch)
        expect(JSON.parse(JSON.stringify(after))).toEqual(
          JSON.parse(JSON.stringify({ spec: { replicas: 1, template: target } })),
        )
        expect(applyPatch(after, inversePatch(before, patch))).toEqual(before)
      }),
      { numRuns: 10_000 },
    )
  }, 60_000)
})
