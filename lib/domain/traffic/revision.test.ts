import { describe, expect, it } from 'vitest'
import { canonicalJson, revisionOf, sameJson } from './revision'

describe('canonicalJson', () => {
  it('sorts keys and leaves out what is undefined', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'ü"' }], a: undefined })).toBe(
      '{"b":[1,{"c":"ü\\"","d":null}]}',
    )
    expect(canonicalJson(JSON.parse('{"__proto__":1,"A":2}'))).toBe('{"A":2,"__proto__":1}')
  })

  it('tells values apart', () => {
    expect(sameJson({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true)
    expect(sameJson([1, 2], [2, 1])).toBe(false)
    expect(sameJson('1', 1)).toBe(false)
  })
})

describe('revisionOf', () => {
  it('depends on uid and spec alone', () => {
    expect(revisionOf('u', { a: 1 })).toMatch(/^[0-9a-f]{32}$/)
    expect(revisionOf('u', { a: 1 })).not.toBe(revisionOf('w', { a: 1 }))
    expect(revisionOf('u', { a: 1 })).not.toBe(revisionOf('u', { a: 2 }))
    expect(revisionOf('u', undefined)).toBe(revisionOf('u', null))
  })
})
