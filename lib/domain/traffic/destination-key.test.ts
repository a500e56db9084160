import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { destinationKeys } from './destination-key'
import { isPathId } from './rule-id'

describe('destinationKeys', () => {
  it('is the version where only one destination has it', () => {
    expect(
      destinationKeys([
        { host: 'a', version: 'v1' },
        { host: 'b', version: 'v2', port: 80 },
      ]),
    ).toEqual(['v1', 'v2'])
  })

  it('is host, subset and port otherwise', () => {
    const twice = [
      { host: 'a', version: 'v1', subset: 's', port: 80 },
      { host: 'b', version: 'v1' },
      { host: 'legacy.example.com' },
    ]
    expect(destinationKeys(twice)).toEqual(['a~s~80', 'b~~', 'legacy.example.com~~'])
  })

  it('numbers what is there twice', () => {
    expect(destinationKeys([{ host: 'a' }, { host: 'a' }])).toEqual(['a~~', 'a~~~2'])
  })

  it('is always unique and fits a path', () => {
    const text = fc.constantFrom('a', '', '__proto__', 'a/b', '🐦', 'v1', '..', 'a~~', '*.x')
    const destination = fc.record({
      host: text,
      subset: fc.option(text, { nil: undefined }),
      version: fc.option(text, { nil: undefined }),
    })
    fc.assert(
      fc.property(fc.array(destination), (destinations) => {
        const keys = destinationKeys(destinations)
        expect(new Set(keys).size).toBe(keys.length)
        expect(keys.every(isPathId)).toBe(true)
      }),
    )
  })
})
