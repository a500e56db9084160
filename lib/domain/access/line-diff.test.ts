import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedLines, lineDiff } from './line-diff'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
const text = lines.map((all) => all.map((line) => `${line}\n`).join(''))
const joined = (all: { text: string }[]) => all.map((line) => `${line.text}\n`).join('')

/** The length of the longest common run of lines in order, by the book. */
function common(one: string[], other: string[]): number {
  const row = other.map(() => 0)
  for (const left of one) {
    let corner = 0
    for (const [at, right] of other.entries()) {
      const above = row[at] ?? 0
      row[at] = left === right ? corner + 1 : Math.max(above, row[at - 1] ?? 0)
      corner = above
    }
  }
  return row.at(-1) ?? 0
}

describe('lineDiff', () => {
  it('tells what was removed and what was added, and where', () => {
    const diff = lineDiff('one\ntwo\nthree\n', 'one\n2\nthree\nfour\n')
    expect(changedLines(diff, 10)).toEqual(['-2 two', '+2 2', '+4 four'])
  })

  it('holds the old and the new text', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = lineDiff(before, after)
        expect(joined(diff.filter(({ kind }) => kind !== 'added'))).toBe(before)
        expect(joined(diff.filter(({ kind }) => kind !== 'removed'))).toBe(after)
      }),
      { numRuns: 3000 },
    )
  })

  it('is the shortest there is', () => {
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const [before, after] = [one, other].map((all) => all.map((line) => `${line}\n`).join(''))
        const same = lineDiff(before ?? '', after ?? '').filter(({ kind }) => kind === 'same')
        expect(same).toHaveLength(common(one, other))
      }),
      { numRuns: 3000 },
    )
  })

  it('of very different texts is one for the other', () => {
    const [before, after] = ['x', 'y'].map((letter) =>
      Array.from({ length: 3000 }, (_, at) => `${letter}${at}`).join('\n'),
    )
    const diff = lineDiff(before ?? '', after ?? '')
    expect([diff.length, diff[0]?.kind, diff.at(-1)?.kind]).toEqual([6000, 'removed', 'added'])
    expect(changedLines(diff, 3)).toEqual(['-1 x0', '-2 x1', '-3 x2', '… and 5997 more'])
  })
})
