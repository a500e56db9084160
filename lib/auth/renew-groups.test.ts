import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AuditBody } from '../domain/audit/event'
import type { GroupsCheck, SessionRecord } from '../domain/access/credential-stores'
import { openMeans, sealMeans, type Means } from './provider/means'
import type { LookUp } from './provider/look-up-groups'
import { graceMs, groupsRenewal, renewAfterMs } from './renew-groups'
import { createSealer } from './sealer'
import { sampleSession } from './session.fixture'

const sealer = createSealer('s'.repeat(32), 'provider tokens')
const means: Means = { refresh: 'r1', userinfo: false }
const start = Date.parse(sampleSession.createdAt)
const said = (groups: string[], refresh = 'r2'): LookUp => ({
  kind: 'said',
  found: { groups, means: { refresh, userinfo: false } },
})
const away: LookUp = { kind: 'failed', why: 'away' }

let row: SessionRecord
let events: AuditBody[]
let now: number
let answer: (means: Means) => Promise<LookUp>
const lookUp = vi.fn((_session: SessionRecord, asked: Means) => answer(asked))
const onTrouble = vi.fn()
const onEnd = vi.fn()

/** A store of one session, as the real one behaves. */
const sessions = {
  find: () => Promise.resolve(row),
  claimCheck: (_hash: string, at: Date, before: Date) => {
    const free = Date.parse(row.groupsTriedAt) <= before.getTime()
    if (free) row = { ...row, groupsTriedAt: at.toISOString() }
    return Promise.resolve(free)
  },
  checkFailed: (_hash: string, sealedTokens: string | undefined) => {
    row = { ...row, groupsFailing: true, ...(sealedTokens === undefined ? {} : { sealedTokens }) }
    return Promise.resolve()
  },
  checked: (_hash: string, check: GroupsCheck, event: AuditBody | undefined) => {
    const { groupsProblem: _, sealedTokens: __, ...rest } = row
    const { at, ...found } = check
    row = { ...rest, ...found, groupsCheckedAt: at, groupsFailing: false }
    if (event) events.push(event)
    return Promise.resolve()
  },
  revoke: (_hash: string, event: AuditBody) => {
    row = { ...row, revokedAt: new Date(now).toISOString() }
    events.push(event)
    return Promise.resolve(true)
  },
}
const replica = () =>
  groupsRenewal({
    sessions,
    sealer,
    limits: { idleMinutes: 60, hours: 8 },
    lookUp,
    onTrouble,
    onEnd,
    now: () => now,
  })
const renewal = { current: replica() }
const use = () => renewal.current(row)

beforeEach(() => {
  vi.clearAllMocks()
  row = { ...sampleSession, sealedTokens: sealMeans(sealer, means, sampleSession.idHash) }
  events = []
  now = start + renewAfterMs + 1
  answer = () => Promise.resolve(said(['sre']))
  renewal.current = replica()
})

describe('the renewal of groups', () => {
  it('asks nobody for less than a minute, and nobody where it cannot', async () => {
    now = start + renewAfterMs - 1
    expect(await use()).toBe(row)
    now = start + graceMs
    const { sealedTokens: _, ...blind } = row
    expect(await renewal.current(blind)).toBe(blind)
    expect(lookUp).not.toHaveBeenCalled()
  })

  it('brings new groups, with an event of what came and went', async () => {
    answer = () => Promise.resolve(said(['dev', 'sre-eu']))
    expect(await use()).toMatchObject({ groups: ['dev', 'sre-eu'] })
    expect(events).toMatchObject([
      {
        kind: 'auth',
        action: 'groups-changed',
        actor: { subject: 'mia' },
        detail: { session: 'session-1', added: ['dev', 'sre-eu'], removed: ['sre'] },
      },
    ])
    expect(openMeans(sealer, row.sealedTokens ?? '', row.idHash)).toEqual({ refresh: 'r2', userinfo: false })
    expect(row.sealedTokens).not.toContain('r2')
  })

  it('says nothing when nothing changed, and asks again only later', async () => {
    await use()
    await use()
    expect(events).toEqual([])
    expect(lookUp).toHaveBeenCalledTimes(1)
    now += renewAfterMs
    await use()
    expect(lookUp).toHaveBeenCalledTimes(2)
  })

  it('tells of an overage that was not there before', async () => {
    answer = () => Promise.resolve({ kind: 'said', found: { groups: [], problem: 'overage', means } })
    expect(await use()).toMatchObject({ groups: [], groupsProblem: 'overage' })
    expect(events).toMatchObject([{ detail: { removed: ['sre'], problem: 'overage' } }])
  })

  it('asks once for requests that come together, in this process and in another', async () => {
    const other = replica()
    const answers = await Promise.all([use(), use(), other(row), use(), other(row)])
    expect(lookUp).toHaveBeenCalledTimes(1)
    for (const each of answers) expect(each.groupsCheckedAt).toBe(new Date(now).toISOString())
  })

  it('goes on for ten minutes while the provider is away, waiting for it only once', async () => {
    answer = () => Promise.resolve(away)
    expect(await use()).toMatchObject({ groups: ['sre'] })
    expect(onTrouble).toHaveBeenCalledWith('away')
    now += renewAfterMs - 1
    await use()
    expect(lookUp).toHaveBeenCalledTimes(1)
    now += 1
    answer = () => new Promise(() => undefined)
    expect(await use()).toMatchObject({ groups: ['sre'] })
    await vi.waitFor(() => expect(lookUp).toHaveBeenCalledTimes(2))
  })

  it('is refused after ten minutes, and goes on once the provider is back', async () => {
    answer = () => Promise.resolve(away)
    now = start + graceMs
    await expect(use()).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(row.revokedAt).toBeUndefined()
    now += 1000
    await expect(use()).rejects.toMatchObject({ code: 'unauthenticated' })
    now += renewAfterMs
    answer = () => Promise.resolve(said(['sre']))
    expect(await use()).toMatchObject({ groups: ['sre'] })
  })

  it('keeps a new refresh token although the groups are not known', async () => {
    answer = () => Promise.resolve({ ...away, means: { refresh: 'r2', userinfo: true } })
    await use()
    expect(openMeans(sealer, row.sealedTokens ?? '', row.idHash)).toEqual({ refresh: 'r2', userinfo: true })
    expect(row.groupsCheckedAt).toBe(sampleSession.groupsCheckedAt)
  })

  it('ends the session when the provider has', async () => {
    answer = () => Promise.resolve({ kind: 'ended', why: 'invalid_grant' })
    await expect(use()).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(events).toMatchObject([{ action: 'session-ended', detail: { why: 'invalid_grant' } }])
    expect(onEnd).toHaveBeenCalledWith('session-1')
    expect(row.revokedAt).toBeDefined()
  })

  it('lets a session live for an hour when its tokens open no more', async () => {
    renewal.current = groupsRenewal({
      sessions,
      sealer: createSealer('t'.repeat(32), 'provider tokens'),
      limits: { idleMinutes: 60, hours: 8 },
      lookUp,
      onTrouble,
      onEnd,
      now: () => now,
    })
    expect(await use()).not.toHaveProperty('sealedTokens')
    expect(lookUp).not.toHaveBeenCalled()
    expect(row).not.toHaveProperty('sealedTokens')
  })
})
