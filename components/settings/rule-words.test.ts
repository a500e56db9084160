import { describe, expect, it } from 'vitest'
import { dayWords, ruleScopeWords } from './rule-words'

describe('dayWords', () => {
  it.each([
    [[1, 2, 3, 4, 5], 'Mon – Fri'],
    [[4, 1, 2, 3, 6], 'Mon – Thu, Sat'],
    [[6, 7], 'Sat, Sun'],
    [[3, 3], 'Wed'],
  ])('%j is %s', (days, words) => {
    expect(dayWords(days)).toBe(words)
  })
})

describe('ruleScopeWords', () => {
  it('names the parts that are narrower', () => {
    expect(ruleScopeWords({ cluster: '*', namespace: '*', service: '*' })).toBe('everywhere')
    expect(ruleScopeWords({ cluster: '*', namespace: 'pay*', service: 'card' })).toBe(
      'namespace pay*, service card',
    )
  })
})
