import { expect, it } from 'vitest'
import { bytes, markdownTable, middleAndTail, ratio } from './report'

it('aligns a table', () => {
  expect(markdownTable(['what', 'n'], [['a long name', '1']])).toBe(
    ['| what        | n   |', '| ----------- | --- |', '| a long name | 1   |'].join('\n'),
  )
})

it('writes figures with their units', () => {
  expect(middleAndTail({ n: 3, p50: 1.26, p95: 12.6, max: 40 })).toBe('1.3 ms / 13 ms')
  expect([bytes(1500), bytes(2_500_000)]).toEqual(['1.5 kB', '2.50 MB'])
  expect(ratio(5, 4)).toBe('1.25×')
})
