import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from './parse-json'

describe('parseJson', () => {
  it('reads what JSON.parse reads when no key stands twice', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  it.each(['{"a":1,"a":2}', '{"x":{"a":1,"\\u0061":2}}', '[{"b":[],"b":0}]'])(
    'refuses a key that stands twice: %s',
    (text) => {
      expect(() => parseJson(text)).toThrow(/stands twice/)
    },
  )

  it.each(['{"a":{"a":1},"b":["a","a"]}', '{"a":"{\\"a\\":1,\\"a\\":2}"}', '[{"a":1},{"a":2}]'])(
    'accepts equal keys in different objects: %s',
    (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text))
    },
  )

  it('refuses deep nesting and broken text', () => {
    expect(() => parseJson('['.repeat(21) + ']'.repeat(21))).toThrow(/20 deep/)
    expect(() => parseJson('{"a":1e')).toThrow(expect.objectContaining({ code: 'malformed' }) as Error)
  })

  it.each([['"\\u0000"'], ['{"a":["x\\ud800"]}'], ['{"\\udfff":1}'], ['"\\uDC00\\uD800"']])(
    'refuses %s, which is no text',
    (text) => {
      expect(() => parseJson(text)).toThrow(/U\+0000/)
    },
  )

  it('takes pairs of surrogates, and escapes of escapes', () => {
    expect(parseJson('["\\ud83d\\udc26","\\\\ud800","🐦"]')).toEqual(['🐦', '\\ud800', '🐦'])
  })
})
