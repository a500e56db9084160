import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonPatch } from '../kube'
import { inversePatch } from './inverse-patch'
import { applyPatch } from './json-patch'
import { documentAndPatch } from './patch.arbitrary.fixture'
import { servedTests } from './served-tests'

const main = { backendRefs: [{ kind: 'Service', name: 'web-v1', weight: 1 }] }
const sent = { backendRefs: [{ name: 'web-v2' }] }
const kept = { backendRefs: [{ kind: 'Service', name: 'web-v2', weight: 1 }], matches: ['/'] }
const before = { spec: { rules: [main] } }
const patch: JsonPatch = [{ op: 'add', path: '/spec/rules/0', value: sent }]

describe('tests of what the API server keeps', () => {
  it('take back a patch to which the server added defaults', () => {
    const served = { spec: { rules: [kept, main] } }
    const inverse = servedTests(inversePatch(before, patch), served)
    expect(inverse).toEqual([
      { op: 'test', path: '/spec/rules/0', value: kept },
      { op: 'remove', path: '/spec/rules/0' },
    ])
    expect(applyPatch(served, inverse)).toEqual(before)
  })

  it('follow the places that earlier operations move', () => {
    const two: JsonPatch = [...patch, { op: 'add', path: '/spec/rules/0', value: { ...sent, name: 'b' } }]
    const served = { spec: { rules: [{ ...kept, name: 'b' }, kept, main] } }
    expect(applyPatch(served, servedTests(inversePatch(before, two), served))).toEqual(before)
  })

  it.each([
    ['another value', { ...kept, backendRefs: [{ name: 'web-v3' }] }],
    ['a longer list', { ...kept, backendRefs: [...kept.backendRefs, { name: 'web-v3' }] }],
    ['a lost member', { matches: ['/'] }],
  ])('still fail for %s', (_what, rule) => {
    const served = { spec: { rules: [rule, main] } }
    const inverse = servedTests(inversePatch(before, patch), served)
    expect(inverse).toEqual(inversePatch(before, patch))
    expect(() => applyPatch(served, inverse)).toThrow('test-failed')
  })

  it('change nothing where the server keeps what was sent', () => {
    fc.assert(
      fc.property(documentAndPatch, ({ document, patch: any }) => {
        const inverse = inversePatch(document, any)
        expect(servedTests(inverse, applyPatch(document, any))).toEqual(inverse)
      }),
    )
  })
})
