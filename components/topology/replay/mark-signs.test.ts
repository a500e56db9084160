import { describe, expect, it } from 'vitest'
import type { MarkDto } from '@/lib/contracts/topology'
import { groupMarks } from './mark-signs'

const span = { from: 0, to: 80_000 }
const mark = (at: number, kind: MarkDto['kind'] = 'operation'): MarkDto => ({
  at: new Date(at).toISOString(),
  kind,
  service: { cluster: 'c', namespace: 'n', name: 's' },
  words: String(at),
  actor: 'Ana',
})

describe('marks on the track', () => {
  it('stand at their place, those out of the span nowhere', () => {
    const groups = groupMarks([mark(40_000), mark(80_001), mark(-1), mark(0)], span)
    expect(groups.map(({ place, at }) => [place, at])).toEqual([
      [0, 0],
      [0.5, 40_000],
    ])
  })

  it('that lie close together are one sign, of their kind or of several, and lead to the latest', () => {
    const [near] = groupMarks([mark(300), mark(100)], span)
    expect(near).toMatchObject({ at: 300, glyph: '●' })
    expect(near?.marks.map(({ words }) => words)).toEqual(['100', '300'])
    expect(groupMarks([mark(300), mark(100, 'flag')], span)).toMatchObject([{ glyph: '✱' }])
  })
})
