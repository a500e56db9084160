import { expect, it, vi } from 'vitest'
import type { AuditBody } from '../domain/audit/event'
import { DomainError } from '../domain/errors'
import type { TokenRecord } from '../domain/ports'
import { foreignRecorder } from './foreign-credential'
import { sampleSession } from './session.fixture'
import { viewerOf, type ForeignCredential, type ViewerParts } from './viewer'

const issuer = 'https://id.example'
const now = new Date('2026-11-20T08:10:00.000Z')
const token: TokenRecord = {
  id: 'token-1',
  secretHash: 'hash',
  name: 'ci',
  issuer,
  subject: 'mia',
  subjectName: 'Mia',
  groups: ['sre'],
  role: 'admin',
  createdAt: '2026-11-20T08:00:00.000Z',
  expiresAt: '2026-12-20T08:00:00.000Z',
}

/** The lookup of one session and one token while this issuer is in use. */
function stage(inUse: string) {
  const told: ForeignCredential[] = []
  const renewal = vi.fn((session: typeof sampleSession) => Promise.resolve(session))
  const parts: ViewerParts = {
    sessions: { find: () => Promise.resolve(sampleSession), touch: () => Promise.resolve() },
    tokens: { findByHash: () => Promise.resolve(token), used: () => Promise.resolve() },
    limits: { idleMinutes: 60, hours: 8 },
    issuer: inUse,
    onForeign: (credential) => {
      told.push(credential)
      return Promise.resolve()
    },
    renewal,
  }
  const use = (kind: 'cookie' | 'bearer') => viewerOf({ kind, secret: 'a' }, parts, now)
  return { told, renewal, use }
}

it('takes sessions and tokens of the provider that is in use', async () => {
  const { use, told } = stage(issuer)
  expect(await use('cookie')).toMatchObject({ via: 'session', issuer })
  expect(await use('bearer')).toMatchObject({ via: 'token', issuer })
  expect(told).toEqual([])
})

it('refuses those of the provider before, and does not ask the new one about them', async () => {
  const { use, told, renewal } = stage('https://new.example')
  for (const kind of ['cookie', 'bearer'] as const)
    await expect(use(kind)).rejects.toMatchObject({
      code: 'unauthenticated',
      message: expect.stringContaining('identity provider that is not in use') as unknown,
    })
  expect(renewal).not.toHaveBeenCalled()
  const mia = { issuer, subject: 'mia', name: 'Mia' }
  expect(told).toEqual([
    { kind: 'session', id: 'session-1', ...mia },
    { kind: 'token', id: 'token-1', ...mia },
  ])
})

it('records a refusal once in ten minutes, and again when the log was away', async () => {
  const events: AuditBody[] = []
  let at = now.getTime()
  let away = true
  const onTrouble = vi.fn()
  const refused = foreignRecorder({
    inUse: 'https://new.example',
    record: (event) => {
      if (away) return Promise.reject(new DomainError('audit-unavailable', 'The log is away.'))
      events.push(event)
      return Promise.resolve()
    },
    onTrouble,
    now: () => at,
  })
  const credential: ForeignCredential = { kind: 'token', id: 'token-1', issuer, subject: 'mia', name: 'Mia' }
  await refused(credential)
  expect(onTrouble).toHaveBeenCalledOnce()
  away = false
  await refused(credential)
  await refused(credential)
  expect(events).toEqual([
    expect.objectContaining({
      kind: 'denied',
      action: 'token.use',
      result: 'denied',
      actor: { issuer, subject: 'mia', name: 'Mia' },
      detail: { token: 'token-1', rule: 'another identity provider', inUse: 'https://new.example' },
    }),
  ])
  at += 600_000
  await refused(credential)
  expect(events).toHaveLength(2)
})
