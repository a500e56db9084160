import { describe, expect, it } from 'vitest'
import { endOf, idleEndOf, isAlive } from './session-life'

const at = (clock: string) => Date.parse(`2026-11-20T${clock}Z`)
const text = (clock: string) => `2026-11-20T${clock}Z`
const limits = { idleMinutes: 60, hours: 8 }
const session = {
  createdAt: text('08:00:00'),
  lastSeenAt: text('09:00:00'),
  expiresAt: text('16:00:00'),
  sealedTokens: 'sealed',
}

describe('the life of a session', () => {
  it('ends when nobody uses it', () => {
    expect(idleEndOf(session, limits)).toBe(at('10:00:00'))
    expect(isAlive(session, limits, at('09:59:59'))).toBe(true)
    expect(isAlive(session, limits, at('10:00:00'))).toBe(false)
  })

  it('ends after its hours however much it is used, also by a setting that came later', () => {
    const busy = { ...session, lastSeenAt: text('15:59:00') }
    expect(idleEndOf(busy, limits)).toBe(at('16:00:00'))
    expect(isAlive(busy, limits, at('16:00:00'))).toBe(false)
    expect(endOf(busy, { ...limits, hours: 4 })).toBe(at('12:00:00'))
    expect(endOf(busy, { ...limits, hours: 24 })).toBe(at('16:00:00'))
  })

  it('ends after an hour where groups cannot be looked up', () => {
    const { sealedTokens: _, ...blind } = session
    expect(endOf(blind, limits)).toBe(at('09:00:00'))
  })

  it('ends when it is revoked', () => {
    expect(isAlive({ ...session, revokedAt: text('09:10:00') }, limits, at('09:10:01'))).toBe(false)
  })
})
