import fastJsonPatch from 'fast-json-patch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonPatch } from '../kube'
import { inversePatch } from './inverse-patch'
import { applyPatch, escapePointer, JsonPatchError, pointerTo, valueAt } from './json-patch'
import { documentAndPatch } from './patch.arbitrary.fixture'

describe('pointers', () => {
  it('escape tildes and slashes', () => {
    expect(escapePointer('a/b~c')).toBe('a~1b~0c')
    expect(pointerTo('metadata', 'annotations', 'aviary.dev/x', 0)).toBe(
      '/metadata/annotations/aviary.dev~1x/0',
    )
  })

  it('reach own members only', () => {
    expect(valueAt({ a: [null] }, '/a/0')).toEqual({ value: null })
    expect(valueAt({ a: [1] }, '/a/01')).toBeUndefined()
    expect(valueAt({}, '/constructor')).toBeUndefined()
    expect(valueAt('abc', '/length')).toBeUndefined()
    expect(valueAt({ '~1': 2 }, '/~01')).toEqual({ value: 2 })
    expect(() => valueAt({}, 'a')).toThrow(JsonPatchError)
    expect(() => valueAt({}, '/a~2')).toThrow(JsonPatchError)
  })
})

describe('applyPatch', () => {
  it('adds, replaces, removes and tests', () => {
    const patch: JsonPatch = [
      { op: 'test', path: '/a', value: [1, { y: 2, x: 1 }] },
      { op: 'add', path: '/a/1', value: 9 },
      { op: 'add', path: '/a/-', value: 8 },
      { op: 'remove', path: '/a/0' },
      { op: 'replace', path: '/a/0', value: 7 },
    ]
    const before = { a: [1, { x: 1, y: 2 }] }
    expect(applyPatch(before, patch)).toEqual({ a: [7, { x: 1, y: 2 }, 8] })
    expect(before).toEqual({ a: [1, { x: 1, y: 2 }] })
  })

  it.each<[JsonPatch[number], string]>([
    [{ op: 'test', path: '/a', value: 2 }, 'test-failed'],
    [{ op: 'test', path: '/b', value: 2 }, 'no-such-path'],
    [{ op: 'replace', path: '/b', value: 2 }, 'no-such-path'],
    [{ op: 'remove', path: '/list/1' }, 'no-such-path'],
    [{ op: 'add', path: '/list/2', value: 2 }, 'no-such-path'],
    [{ op: 'add', path: '/b/c', value: 2 }, 'no-such-path'],
    [{ op: 'add', path: '/a/c', value: 2 }, 'no-such-path'],
  ])('refuses %j: %s', (op, reason) => {
    expect(() => applyPatch({ a: 1, list: [0] }, [op])).toThrow(reason)
  })

  it('never touches a prototype', () => {
    const after = applyPatch(JSON.parse('{"x":{}}') as object, [
      { op: 'add', path: '/x/__proto__', value: { bad: 1 } },
    ])
    expect(JSON.stringify(after)).toBe('{"x":{"__proto__":{"bad":1}}}')
    expect(Object.getPrototypeOf({})).not.toHaveProperty('bad')
  })

  it('agrees with an independent implementation', () => {
    fc.assert(
      fc.property(documentAndPatch, ({ document, patch }) => {
        const safe = JSON.stringify([document, patch])
        fc.pre(!safe.includes('__proto__'))
        const expected = fastJsonPatch.applyPatch(
          structuredClone(document),
          structuredClone(patch),
        ).newDocument
        expect(applyPatch(document, patch)).toEqual(expected)
      }),
    )
  })
})

describe('inversePatch', () => {
  it('gives back what was there, on any document', () => {
    fc.assert(
      fc.property(documentAndPatch, ({ document, patch }) => {
        const after = applyPatch(document, patch)
        const back = applyPatch(after, inversePatch(document, patch))
        expect(JSON.stringify(sorted(back))).toBe(JSON.stringify(sorted(document)))
      }),
    )
  })

  it('fails on a spec that has changed since', () => {
    const before = { spec: { weight: 10, other: 1 } }
    const patch: JsonPatch = [
      { op: 'test', path: '/spec/other', value: 1 },
      { op: 'replace', path: '/spec/weight', value: 20 },
    ]
    const back = inversePatch(before, patch)
    expect(back).toEqual([
      { op: 'test', path: '/spec/other', value: 1 },
      { op: 'test', path: '/spec/weight', value: 20 },
      { op: 'replace', path: '/spec/weight', value: 10 },
    ])
    expect(() => applyPatch({ spec: { weight: 30, other: 1 } }, back)).toThrow('test-failed')
    expect(() => applyPatch({ spec: { weight: 20, other: 2 } }, back)).toThrow('test-failed')
  })

  it('tests what stands beside a removed value before putting it back', () => {
    const before = { spec: { rule: { mirror: 'v2', timeout: '1s' } } }
    const back = inversePatch(before, [{ op: 'remove', path: '/spec/rule/mirror' }])
    expect(back).toEqual([
      { op: 'test', path: '/spec/rule', value: { timeout: '1s' } },
      { op: 'add', path: '/spec/rule/mirror', value: 'v2' },
    ])
  })

  it('leaves annotations that came with the same write', () => {
    const before = { metadata: {} }
    const back = inversePatch(before, [
      { op: 'add', path: '/metadata/annotations', value: { 'aviary.dev/subsets': 'v2' } },
    ])
    const marked = { metadata: { annotations: { 'aviary.dev/subsets': 'v2', 'aviary.dev/operation': 'op' } } }
    expect(applyPatch(marked, back)).toEqual({ metadata: { annotations: { 'aviary.dev/operation': 'op' } } })
  })
})

/** Key order is not part of a JSON value. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => [key, sorted(member)])
}
