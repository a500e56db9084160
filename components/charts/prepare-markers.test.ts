import { describe, expect, it } from 'vitest'
import { at } from './metrics.fixture'
import { markersNear, markerWords, prepareMarkers } from './prepare-markers'

const page = '/services/c/shop/cart'
const marker = (given: Partial<Parameters<typeof prepareMarkers>[0][number]>) => {
  const [only] = prepareMarkers(
    [{ at: at(0), kind: 'operation', words: 'scale', actor: 'Nora', ...given }],
    page,
  )
  return only
}

describe('prepareMarkers', () => {
  it.each([
    ['operation', { operation: 'o-1' }, `${page}?tab=history&operation=o-1`],
    ['operation', { operation: 'o-1', release: 'r-1' }, '/releases/r-1'],
    ['release', { release: 'r 1' }, '/releases/r%201'],
    ['external', { auditSeq: 12 }, '/audit/12'],
    ['external', {}, undefined],
    ['flag', { auditSeq: 12 }, `${page}?tab=history`],
    ['deployment', {}, undefined],
  ] as const)('leads from a marker of %s with %j to %s', (kind, given, href) => {
    expect(marker({ kind, ...given })?.href).toBe(href)
  })

  it('says what an operation did, and whose it was', () => {
    const weights = (v1: number, v2: number) => ({ weights: { v1, v2 } })
    const found = marker({ words: 'set-weights', before: weights(90, 10), after: weights(75, 25) })
    expect(found && markerWords(found)).toMatch(
      /^operation weights: v1 90\s% → 75\s%, v2 10\s% → 25\s%, Nora$/,
    )
    const flag = marker({ kind: 'flag', words: 'new-checkout: off → on', actor: 'argocd' })
    expect(flag && markerWords(flag)).toBe('flag new-checkout: off → on, argocd')
  })

  it('puts them in order, each with a key of its own, and drops times that are none', () => {
    const given = { kind: 'flag' as const, words: 'x', actor: 'y' }
    const found = prepareMarkers(
      [
        { ...given, at: at(9) },
        { ...given, at: 'soon' },
        { ...given, at: at(3) },
      ],
      page,
    )
    expect(found.map((each) => each.at)).toEqual([Date.parse(at(3)), Date.parse(at(9))])
    expect(new Set(found.map(({ key }) => key)).size).toBe(2)
  })
})

it('names those near a moment', () => {
  const markers = prepareMarkers(
    [3, 9].map((second) => ({ at: at(second), kind: 'flag' as const, words: String(second), actor: '' })),
    page,
  )
  const [from, to] = [Date.parse(at(0)), Date.parse(at(100))]
  expect(markersNear(markers, Date.parse(at(4)), { from, to }).map(({ words }) => words)).toEqual(['3'])
})
