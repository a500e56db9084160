import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mostViews } from '../contracts/topology'
import { streamPath } from './live-stream'
import { streamView, unionOf, viewKey, type TabView } from './live-views'

const view = (key: string, since?: string): TabView => ({ key, view: { namespaces: key }, since })

describe('unionOf', () => {
  test('the oldest tab’s graphs come first, each once', () => {
    const tabs = [
      { tab: 'young', born: 9, views: [view('c'), view('a')] },
      { tab: 'old', born: 1, views: [view('a'), view('b')] },
    ]
    expect(unionOf(tabs).map(({ key }) => key)).toEqual(['a', 'b', 'c'])
  })
  test('a revision that any tab has is better than none', () => {
    const tabs = [
      { tab: 'old', born: 1, views: [view('a')] },
      { tab: 'young', born: 2, views: [view('a', 'r1')] },
    ]
    expect(unionOf(tabs)).toEqual([view('a', 'r1')])
  })
  test('is the same in every tab, and never more than a stream may follow', () => {
    const views = fc.array(
      fc.nat(11).map((index) => view(`v${index}`)),
      { maxLength: 5 },
    )
    const tabs = fc.uniqueArray(fc.record({ tab: fc.string(), born: fc.nat(3), views }), {
      selector: ({ tab }) => tab,
    })
    fc.assert(
      fc.property(tabs, (all) => {
        const union = unionOf(all)
        const keys = new Set(all.flatMap((tab) => tab.views.map(({ key }) => key)))
        expect(union).toEqual(unionOf(all.toReversed()))
        expect(union).toHaveLength(Math.min(mostViews, keys.size))
      }),
    )
  })
})

describe('views', () => {
  test('filters that mean the same have one name', () => {
    expect(viewKey({ namespaces: 'shop', cluster: undefined })).toBe(viewKey({ namespaces: 'shop' }))
    expect(viewKey({ namespaces: 'shop' })).not.toBe(viewKey({ cluster: 'shop' }))
  })
  test('the past is not followed', () => {
    expect(streamView({ namespaces: 'shop', at: '2026-01-01T00:00:00Z' })).toBeUndefined()
    expect(streamView({ namespaces: 'shop', window: '60s' })).toEqual({ namespaces: 'shop', window: '60s' })
  })
  test('the address names them with what is there', () => {
    const path = streamPath({ views: [view('shop', 'r1'), view('market')], after: '12' })
    const search = new URL(path, 'http://aviary').searchParams
    expect(search.get('after')).toBe('12')
    expect(JSON.parse(search.get('graphs') ?? '')).toEqual([
      { namespaces: 'shop', since: 'r1' },
      { namespaces: 'market' },
    ])
    expect(streamPath({ views: [], after: '' })).not.toMatch(/graphs|after/)
  })
})
