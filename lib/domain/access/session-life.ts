import type { SessionRecord } from './credential-stores'

export interface SessionLimits {
  /** Minutes without a request after which a session ends. */
  idleMinutes: number
  /** Hours after which it ends in any case. */
  hours: number
}

const hourMs = 3_600_000

type Life = Pick<SessionRecord, 'createdAt' | 'expiresAt' | 'lastSeenAt' | 'sealedTokens' | 'revokedAt'>

/** Epoch milliseconds at which a session ends however it is used: after an hour where its groups cannot be looked up. */
export function endOf(session: Life, { hours }: SessionLimits): number {
  const longest = session.sealedTokens === undefined ? Math.min(hours, 1) : hours
  return Math.min(Date.parse(session.expiresAt), Date.parse(session.createdAt) + longest * hourMs)
}

/** Epoch milliseconds at which it ends unless it is used. */
export function idleEndOf(session: Life, limits: SessionLimits): number {
  return Math.min(endOf(session, limits), Date.parse(session.lastSeenAt) + limits.idleMinutes * 60_000)
}

/** Whether a session may be used now. */
export function isAlive(session: Life, limits: SessionLimits, now: number): boolean {
  return session.revokedAt === undefined && now < idleEndOf(session, limits)
}
