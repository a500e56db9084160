import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { globCovers, isAny } from './scope-glob'

const letter = fc.constantFrom('a', 'b')
const name = fc.array(letter, { maxLength: 8 }).map((letters) => letters.join(''))
const pattern = fc
  .array(fc.oneof(letter, fc.constant('*')), { maxLength: 6 })
  .map((letters) => letters.join(''))

/** The meaning, written down without any cleverness. */
function covers(wanted: string, text: string): boolean {
  if (wanted === '') return text === ''
  const [head = '', tail] = [wanted[0], wanted.slice(1)]
  if (head !== '*') return text[0] === head && covers(tail, text.slice(1))
  return Array.from({ length: text.length + 1 }, (_, cut) => text.slice(cut)).some((rest) =>
    covers(tail, rest),
  )
}

describe('globCovers', () => {
  it.each([
    ['shop', 'shop', true],
    ['shop', 'shops', false],
    ['*', '', true],
    ['team-*', 'team-a', true],
    ['team-*', 'team-', true],
    ['team-*', 'steam-a', false],
    ['*-prod', 'shop-prod', true],
    ['*-prod', 'shop-prod-2', false],
    ['team-*-prod', 'team-a-prod', true],
    ['team-*-prod', 'team-prod', false],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-b-c', true],
    ['a.c', 'abc', false],
    ['(a+)+$', 'aaaa', false],
  ])('%s and %s: %s', (wanted, text, expected) => {
    expect(globCovers(wanted, text)).toBe(expected)
  })

  it('answers as its definition does', () => {
    fc.assert(
      fc.property(pattern, name, (wanted, text) => {
        expect(globCovers(wanted, text)).toBe(covers(wanted, text))
      }),
      { numRuns: 5000 },
    )
  })

  it('covers the text of another pattern exactly when it covers all of its names', () => {
    fc.assert(
      fc.property(pattern, pattern, name, (wide, narrow, text) => {
        if (globCovers(wide, narrow) && globCovers(narrow, text)) expect(globCovers(wide, text)).toBe(true)
        // A name with a letter that no pattern has shows where the wide one ends.
        const odd = narrow.replaceAll('*', 'z')
        if (!globCovers(wide, narrow)) expect(globCovers(wide, odd)).toBe(false)
      }),
      { numRuns: 5000 },
    )
  })

  it('does not try again and again', () => {
    const long = 'a'.repeat(20_000)
    expect(globCovers('*a*a*a*a*a*a*a*a*a*a*a*b', long)).toBe(false)
  })
})

it('any is any number of stars', () => {
  expect(['*', '**', '', 'a*', '*a'].map(isAny)).toEqual([true, true, false, false, false])
})
