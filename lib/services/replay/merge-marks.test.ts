import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MarkDto } from '@/lib/contracts/topology'
import { mergeMarks } from './merge-marks'

const mark = (second: number, more: Partial<MarkDto> = {}): MarkDto => ({
  at: new Date(Date.UTC(2026, 10, 21, 12, 0, second)).toISOString(),
  kind: 'external',
  service: { cluster: 'c', namespace: 'n', name: 's' },
  words: String(second),
  actor: 'kubectl',
  ...more,
})

describe('marks of several sources', () => {
  it('stand newest first; an operation is told once, by its last word', () => {
    const lost = mark(2, { kind: 'operation', operation: 'o', result: 'unknown' })
    const found = mark(20, { kind: 'operation', operation: 'o', result: 'applied' })
    const { items, cut } = mergeMarks(
      [
        { items: [found, lost], cut: false },
        { items: [mark(10)], cut: false },
      ],
      10,
    )
    expect(items.map(({ words }) => words)).toEqual(['20', '10'])
    expect(cut).toBe(false)
  })

  it('reach no farther back than a source that was cut', () => {
    const { items, cut } = mergeMarks(
      [
        { items: [mark(30), mark(20)], cut: true },
        { items: [mark(25), mark(5)], cut: false },
      ],
      10,
    )
    expect(items.map(({ words }) => words)).toEqual(['30', '25', '20'])
    expect(cut).toBe(true)
  })

  it('are the newest of all, whatever the sources', () => {
    const list = fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 40 })
    fc.assert(
      fc.property(fc.array(list, { maxLength: 4 }), fc.integer({ min: 1, max: 30 }), (lists, most) => {
        const sources = lists.map((times) => ({ items: times.map((time) => mark(time)), cut: false }))
        const { items, cut } = mergeMarks(sources, most)
        const all = lists.flat().sort((a, b) => b - a)
        expect(items.map(({ words }) => Number(words))).toEqual(all.slice(0, most))
        expect(cut).toBe(all.length > most)
      }),
    )
  })
})
