import { describe, expect, it } from 'vitest'
import { versionTones } from './version-tone'

const tonesOf = (...entries: Parameters<typeof versionTones>[0]) => Object.fromEntries(versionTones(entries))

describe('versionTones', () => {
  it('follows the roles of a release', () => {
    expect(
      tonesOf({ version: 'v3', percent: 90, role: 'stable' }, { version: 'v2', percent: 10, role: 'canary' }),
    ).toEqual({ v3: 'stable', v2: 'canary' })
  })
  it('keeps its colours while the larger share changes sides', () => {
    const before = tonesOf({ version: 'v1', percent: 90 }, { version: 'v2', percent: 10 })
    const after = tonesOf({ version: 'v1', percent: 10 }, { version: 'v2', percent: 90 })
    expect(before).toEqual({ v1: 'stable', v2: 'canary' })
    expect(after).toEqual(before)
  })
  it('gives the slate to the version that has all traffic', () => {
    expect(tonesOf({ version: 'v9', percent: 0 }, { version: 'v10', percent: 100 })['v10']).toBe('stable')
  })
  it('orders versions as people do', () => {
    expect(tonesOf({ version: 'v10', percent: 5 }, { version: 'v9', percent: 95 })).toEqual({
      v9: 'stable',
      v10: 'canary',
    })
  })
  it('does not count versions that no route names', () => {
    expect(
      tonesOf(
        { version: 'v1', percent: 100 },
        { version: 'v2', percent: 0 },
        { version: 'v3', percent: null },
      ),
    ).toMatchObject({ v1: 'stable', v2: 'canary' })
    expect(tonesOf({ version: 'v1', percent: null }, { version: 'v2', percent: null })['v1']).toBe('stable')
  })
  it('takes a numbered version for stable before a named one', () => {
    expect(
      tonesOf(
        { version: 'legacy', percent: 9 },
        { version: 'v2', percent: 45 },
        { version: 'v1', percent: 46 },
      )['v1'],
    ).toBe('stable')
  })
  it('lets a destination beside the versions be neither stable nor canary', () => {
    expect(
      tonesOf(
        { version: 'v1', percent: 95 },
        { version: 'a-missing-v3', percent: 5, outside: true },
        { version: 'v2', percent: null },
      ),
    ).toMatchObject({ v1: 'stable', 'a-missing-v3': expect.stringMatching(/^hue-/) as string })
    expect(
      tonesOf(
        { version: 'v1', percent: 45 },
        { version: 'v2', percent: 45 },
        { version: 'legacy', percent: 10, outside: true },
      ),
    ).toMatchObject({ v1: 'stable', v2: 'canary' })
  })
  it('gives no two versions one hue', () => {
    const many = ['v1', 'v2', 'old-mix', 'v3', 'v4', 'v5', 'v6'].map((version) => ({ version, percent: 10 }))
    expect(new Set(Object.values(tonesOf(...many))).size).toBe(many.length)
  })
  it('gives more than two versions fixed hues', () => {
    const first = tonesOf(
      { version: 'a', percent: 5 },
      { version: 'b', percent: 5 },
      { version: 'c', percent: 1 },
    )
    expect(first['a']).toBe('stable')
    expect(first['b']).toMatch(/^hue-/)
    expect(
      tonesOf({ version: 'c', percent: 50 }, { version: 'a', percent: 40 }, { version: 'b', percent: 10 })[
        'b'
      ],
    ).toBe(first['b'])
  })
})
