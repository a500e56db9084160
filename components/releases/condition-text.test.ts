import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditionKinds, conditionOf, conditionText } from './condition-text'

describe('conditions in an address', () => {
  it('are short enough to write by hand', () => {
    expect(conditionOf('header:x-user=developer')).toEqual({
      kind: 'header',
      name: 'x-user',
      op: 'exact',
      value: 'developer',
    })
    expect(conditionOf('cookie:beta')).toEqual({ kind: 'cookie', name: 'beta', op: 'present', value: '' })
    expect(conditionOf('method=GET')).toEqual({ kind: 'method', name: '', op: 'exact', value: 'GET' })
    expect(conditionOf('colour:x=1')).toBeNull()
  })
  it('come back as they were', () => {
    const draft = fc.record({
      kind: fc.constantFrom(...conditionKinds),
      name: fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/),
      op: fc.constantFrom('exact' as const, 'prefix' as const, 'regex' as const),
      value: fc.string({ minLength: 1 }).filter((text) => text.trim() === text),
    })
    fc.assert(
      fc.property(draft, (one) => {
        expect(conditionOf(conditionText(one))).toEqual(one)
      }),
    )
  })
})
