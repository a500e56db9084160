import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, isCanonicalText, NotCanonical, toAuditValue } from './canonical'

describe('canonicalJson', () => {
  test('sorts keys by UTF-16 code units, not by code points', () => {
    // The example of RFC 8785 §3.2.3.
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    const text = '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}'
    expect(canonicalJson(value)).toBe(text)
  })

  test('escapes as ECMAScript does and keeps all else', () => {
    expect(canonicalJson('\u20ac$\u000F\nA\'B"\\/\u007f\u2028')).toBe(
      '"€$\\u000f\\nA\'B\\"\\\\/\u007f\u2028"',
    )
  })

  test('writes nested lists and maps without white space', () => {
    expect(canonicalJson({ b: [1, null, true, []], a: { z: -0, y: {} } })).toBe(
      '{"a":{"y":{},"z":0},"b":[1,null,true,[]]}',
    )
  })

  test('sees only own properties, also those with odd names', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1},"constructor":2}'))).toBe(
      '{"__proto__":{"a":1},"constructor":2}',
    )
    expect(canonicalJson(Object.assign(Object.create(null), { a: 1 }))).toBe('{"a":1}')
  })

  test.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a fraction', 0.5],
    ['an unsafe integer', 2 ** 53],
    ['a lone surrogate', '\uD800'],
    ['a lone surrogate in a key', { '\uDC00': 1 }],
    ['undefined', undefined],
    ['undefined in a map', { a: undefined }],
    ['a hole in a list', [, 1]],
    ['a date', new Date(0)],
    ['a map object', new Map()],
    ['a bigint', 1n],
    ['a function', () => 1],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(NotCanonical)
  })

  test('refuses what is nested over 64 deep', () => {
    const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)])
    expect(canonicalJson(nest(64))).toHaveLength(129)
    expect(() => canonicalJson(nest(65))).toThrow(NotCanonical)
  })

  test('any JSON, made storable, is written, read and written again to the same text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = canonicalJson(toAuditValue(value))
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })
})

describe('toAuditValue', () => {
  test('turns what JSON or a canonical body cannot hold into text, and drops undefined', () => {
    const value = {
      share: 12.5,
      huge: 1e21,
      none: Number.NaN,
      big: 2n ** 64n,
      at: new Date('2026-11-20T10:00:00Z'),
      never: new Date(Number.NaN),
      gone: undefined,
      call: () => 1,
      list: [undefined, 0.1, 3],
    }
    expect(toAuditValue(value)).toEqual({
      share: '12.5',
      huge: '1e+21',
      none: 'NaN',
      big: '18446744073709551616',
      at: '2026-11-20T10:00:00.000Z',
      never: null,
      list: [null, '0.1', 3],
    })
    expect(toAuditValue(undefined)).toBeNull()
  })

  test('replaces what Postgres cannot store', () => {
    expect(toAuditValue({ 'a\0': 'x\0y\uD800z😀' })).toEqual({ 'a\uFFFD': 'x\uFFFDy\uFFFDz😀' })
  })

  test('keeps a key __proto__ as an ordinary key', () => {
    const value = toAuditValue(JSON.parse('{"__proto__":{"admin":true}}'))
    expect(canonicalJson(value)).toBe('{"__proto__":{"admin":true}}')
    expect(value).not.toHaveProperty('admin')
  })

  test('ends cycles and depth with a remark that is still canonical', () => {
    const cycle: Record<string, unknown> = {}
    cycle['self'] = cycle
    expect(canonicalJson({ detail: { a: toAuditValue(cycle) } })).toContain('[nested too deeply]')
  })
})

describe('isCanonicalText', () => {
  const says = (text: string) => isCanonicalText(text, JSON.parse(text))
  test('agrees with canonicalJson about any text of JSON', () => {
    const spaced = fc.constantFrom(undefined, 1)
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), spaced, (value, space) => {
        for (const text of [JSON.stringify(value, null, space), canonicalJson(toAuditValue(value))]) {
          const same = toCanonical(JSON.parse(text)) === text
          expect(says(text)).toBe(same)
        }
      }),
    )
  })

  test.each([
    ['{"a":1,"b":[true,null,{"c":"\\u000f"}]}', true],
    ['{"1":1,"10":2,"2":3}', true],
    ['{"1":1,"2":3,"10":2}', false],
    ['{"b":1,"a":2}', false],
    ['{"a":[{"b":1,"a":2}]}', false],
    ['{"a":1,"a":1}', false],
    ['{"a": 1}', false],
    ['{"a":1.0}', false],
    ['{"a":1e2}', false],
    ['{"a":0.5}', false],
    ['{"a":-0}', false],
    ['{"a":9007199254740992}', false],
    ['{"a":"\\u0041"}', false],
    ['{"a":"\\/"}', false],
    ['{"a":"\\ud800"}', false],
    ['{"\\ud800":1}', false],
    ['{"a":"\\\\ud800"}', true],
    ['{"__proto__":1,"a":2}', true],
    [`${'['.repeat(65)}1${']'.repeat(65)}`, false],
    [`${'['.repeat(64)}1${']'.repeat(64)}`, true],
  ])('%s is %s', (text, canonical) => {
    expect(says(text)).toBe(canonical)
  })
})

function toCanonical(value: unknown): string | undefined {
  try {
    return canonicalJson(value)
  } catch (error) {
    if (error instanceof NotCanonical) return undefined
    throw error
  }
}
