import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPathId, ruleIds } from './rule-id'

const match = (path: string) => [{ uri: { prefix: path } }]

const identity = fc.record({
  name: fc.option(fc.constantFrom('main', 'a', '..', '.', '__proto__', 'a/b', '🐦', 'r~00', ''), {
    nil: undefined,
  }),
  kind: fc.constant('http'),
  match: fc.constantFrom(match('/a'), match('/b'), []),
})

describe('ruleIds', () => {
  it('uses a unique name that fits a path', () => {
    expect(ruleIds([{ name: 'main', kind: 'http', match: [] }])).toEqual(['main'])
  })

  it('uses a hash of the match otherwise', () => {
    const ids = ruleIds([
      { name: 'same', kind: 'http', match: match('/a') },
      { name: 'same', kind: 'http', match: match('/b') },
      { name: '..', kind: 'http', match: [] },
      { kind: 'http', match: undefined },
    ])
    expect(ids[0]).toMatch(/^r~[0-9a-f]{16}$/)
    expect(ids[0]).not.toBe(ids[1])
    expect(ids[2]).toBe(`${ids[3] ?? ''}~1`)
  })

  it('does not depend on the order of keys in a match', () => {
    const one = ruleIds([{ kind: 'http', match: [{ port: 1, scheme: { exact: 'a' } }] }])
    expect(ruleIds([{ kind: 'http', match: [{ scheme: { exact: 'a' }, port: 1 }] }])).toEqual(one)
  })

  it('gives unique ids that fit a path, kept when unnamed rules are inserted above', () => {
    fc.assert(
      fc.property(fc.array(identity), fc.array(identity), (rules, above) => {
        const ids = ruleIds(rules)
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids.every(isPathId)).toBe(true)
        const inserted = above.map(({ kind, match }) => ({ kind, match }))
        expect(ruleIds([...inserted, ...rules]).slice(inserted.length)).toEqual(ids)
      }),
    )
  })
})
