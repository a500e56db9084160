import { describe, expect, it } from 'vitest'
import { escapePattern, literalOf, patternProblem } from './re2-pattern'

describe('patternProblem', () => {
  it.each(['a.*', '(?i)dev', '(?P<x>a)b', '[\\w-]+\\.com', '\\(?=x', '\\\\1'])('takes %s', (source) => {
    expect(patternProblem(source)).toBeUndefined()
  })
  it.each(['(', 'a(?!b)', '(?<=a)b', '(a)\\1', '[z-a]'])('refuses %s', (source) => {
    expect(patternProblem(source)).toBeDefined()
  })
  it('reads escaped text as that text', () => {
    const text = 'a.b*c+(d)[e]{f}|g^h$i\\j?'
    expect(new RegExp(`^${escapePattern(text)}$`).test(text)).toBe(true)
  })
})

describe('literalOf', () => {
  it.each(['a.b*c', '', 'plain-text/1', 'x|y'])('reads %j back', (text) => {
    expect(literalOf(escapePattern(text))).toBe(text)
  })
  it('takes what others escape needlessly', () => {
    expect(literalOf(String.raw`a\-b\/c`)).toBe('a-b/c')
  })
  it.each(['a.b', 'a*', String.raw`\d`, '(a)'])('is undefined for the true pattern %s', (pattern) => {
    expect(literalOf(pattern)).toBeUndefined()
  })
})
