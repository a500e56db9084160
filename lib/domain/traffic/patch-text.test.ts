import { expect, it } from 'vitest'
import { patchText } from './patch-text'

it('escapes what Go escapes, and says the same', () => {
  const patch = [
    { op: 'test' as const, path: '/spec/routes/0/match', value: 'Host(`a`) && Path(`/<x>`)\u2028' },
    { op: 'add' as const, path: '/spec/b', value: { 'a&b': ['ünïcode', '"quoted"\\'] } },
  ]
  const text = patchText(patch)
  expect(text).toContain('\\u0026\\u0026')
  expect(text).toContain('\\u003cx\\u003e')
  expect(text).not.toMatch(/[&<>\u2028]/)
  expect(JSON.parse(text)).toEqual(patch)
})
