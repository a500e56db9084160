import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSealer } from './sealer'

const secret = 's'.repeat(32)
const sealer = createSealer(secret, 'provider tokens')

describe('sealing', () => {
  it('gives back what was sealed, for any text, and never shows it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string(), (text, context) => {
        const sealed = sealer.seal(text, context)
        expect(sealed).toMatch(/^v1\.[A-Za-z0-9_-]+$/)
        expect(sealer.open(sealed, context)).toBe(text)
        expect(sealer.seal(text, context)).not.toBe(sealed)
      }),
    )
  })

  it('opens nothing of another secret, another context or with any bit changed', () => {
    const sealed = sealer.seal('refresh-token', 'session-1')
    expect(createSealer('t'.repeat(32), 'provider tokens').open(sealed, 'session-1')).toBeUndefined()
    expect(sealer.open(sealed, 'session-2')).toBeUndefined()
    const bytes = Buffer.from(sealed.slice(3), 'base64url')
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(sealer.open(`v1.${changed.toString('base64url')}`, 'session-1')).toBeUndefined()
    }
    for (const bad of ['', 'v1.', 'v1', 'v2.' + sealed.slice(3), sealed.slice(0, 20)])
      expect(sealer.open(bad, 'session-1')).toBeUndefined()
  })
})
