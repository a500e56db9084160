import { expect, test } from 'vitest'
import { escapePattern, quote } from './promql-text'

test('strings are escaped, so that a name can never leave its quotes', () => {
  expect(quote('plain')).toBe('"plain"')
  expect(quote('a"} or vector(1) #')).toBe('"a\\"} or vector(1) #"')
  expect(quote('back\\slash\nline\r')).toBe('"back\\\\slash\\nline\\r"')
})

test('patterns take a text literally', () => {
  expect(escapePattern('a.b|c*')).toBe('a\\.b\\|c\\*')
})
