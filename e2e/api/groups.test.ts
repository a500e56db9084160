import { afterAll, describe, expect, it } from 'vitest'
import type { CanDto, MeDto, TokenDto } from '@/lib/contracts/access'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { ProblemDto } from '@/lib/contracts/common'
import type { Agent } from '../support/agent'
import { openEvents } from '../support/event-stream'
import type { Guest, Said } from '../support/guest'
import { hasSession, newGuest } from '../support/guest'
import { callAs } from '../support/session'
import { appUrl, call, until } from '../support/target'

const managers = { groups: ['aviary-release-managers'] }
const viewers = { groups: ['aviary-viewers'] }
const guests: Guest[] = []

async function guestWho(said: Said): Promise<Guest> {
  const guest = await newGuest(said)
  guests.push(guest)
  return guest
}
const me = (agent: Agent) => callAs<MeDto & Partial<ProblemDto>>(agent, 'GET', '/me')
const eventsOf = async (guest: Guest, action: string) => {
  const { body } = await call<{ items: AuditEventDto[] }>('auditor', 'GET', `/audit?actor=${guest.name}`)
  return body.items.filter((event) => event.action === action)
}
/** Asks as a person works: the groups count from the answer on that shows them. */
const untilGroups = (agent: Agent, groups: string[]) =>
  until(
    `the groups ${groups.join()}`,
    () => me(agent),
    ({ body }) => JSON.stringify(body.groups) === JSON.stringify(groups),
    60,
  )

describe('groups at the identity provider', () => {
  afterAll(async () => {
    for (const guest of guests) await guest.leaves()
  })

  it.concurrent(
    'count within a minute of a change, in the session, its event stream and the tokens',
    async () => {
      const guest = await guestWho({ claims: managers })
      const agent = await guest.signIn()
      expect((await me(agent)).body.roles).toEqual(['release-manager'])
      const made = await callAs<TokenDto & { secret: string }>(agent, 'POST', '/tokens', {
        name: 'e2e groups',
        role: 'release-manager',
        expires: new Date(Date.now() + 3_600_000).toISOString(),
      })
      const may = async (verb: string) => {
        const headers = { authorization: `Bearer ${made.body.secret}` }
        return (await call<CanDto>(null, 'GET', `/me/can?verb=${verb}`, undefined, headers)).body.allowed
      }
      expect(await may('weight.increase')).toBe(true)
      const stream = await openEvents({ cookie: agent.cookieHeader(appUrl()) })
      expect(stream.status).toBe(200)

      await guest.says({ claims: viewers })
      const { body } = await untilGroups(agent, viewers.groups)
      expect(body.roles).toEqual(['viewer'])
      expect(await may('weight.increase')).toBe(false)
      expect(await may('view')).toBe(true)
      const bye = await stream.next('the end of the stream', ({ event }) => event === 'bye', 30)
      expect(bye.data).toEqual({ reason: 'groups-changed' })
      expect(await eventsOf(guest, 'groups-changed')).toMatchObject([
        { kind: 'auth', detail: { added: viewers.groups, removed: managers.groups } },
      ])
      await callAs(agent, 'DELETE', `/tokens/${made.body.id}`)
    },
    180_000,
  )

  it.concurrent(
    'count without a refresh token too, as userinfo names them',
    async () => {
      const guest = await guestWho({ claims: managers, refreshToken: false })
      const agent = await guest.signIn()
      const hours = (Date.parse((await me(agent)).body.expires) - Date.now()) / 3_600_000
      expect(hours).toBeLessThanOrEqual(1)
      await guest.says({ claims: viewers, refreshToken: false })
      expect((await untilGroups(agent, viewers.groups)).body.roles).toEqual(['viewer'])
    },
    120_000,
  )

  it.concurrent(
    'end with the person: the session goes, and its event stream',
    async () => {
      const guest = await newGuest({ claims: viewers })
      const agent = await guest.signIn()
      const stream = await openEvents({ cookie: agent.cookieHeader(appUrl()) })
      await guest.leaves()
      const gone = await until(
        'the end of the session',
        () => me(agent),
        ({ status }) => status !== 200,
        60,
      )
      expect([gone.status, gone.body.code]).toEqual([401, 'unauthenticated'])
      const bye = await stream.next('the end of the stream', ({ event }) => event === 'bye', 30)
      expect(bye.data).toEqual({ reason: 'expired' })
      expect(await eventsOf(guest, 'session-ended')).toMatchObject([{ detail: { why: 'invalid_grant' } }])
    },
    120_000,
  )

  it('that are too many for a token are none, and the person is told what to do', async () => {
    const overage = {
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: 'https://graph.example/getMemberObjects' } },
    }
    const agent = await (await guestWho({ claims: overage })).signIn()
    expect(hasSession(agent)).toBe(true)
    const refused = await me(agent)
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    expect(refused.body.detail).toMatch(/identity provider sent too many groups.+Ask whoever keeps it/)
    const page = await agent.get(`${appUrl()}/services`)
    expect(page.text.includes('sent too many groups')).toBe(true)
  })

  it('that cannot be names, or are too many for Aviary, are none, and the person is told', async () => {
    const cases: [unknown, string][] = [
      [Array.from({ length: 501 }, (_, index) => `g${index}`), 'more than 500 groups'],
      [[{ name: 'aviary-admins' }], 'groups that are not names'],
      [['aviary-admins', 'x'.repeat(257)], 'longer than 256 characters'],
    ]
    for (const [groups, words] of cases) {
      const agent = await (await guestWho({ claims: { groups } })).signIn()
      expect((await me(agent)).body.detail).toContain(words)
    }
  })

  it('may be one text', async () => {
    const agent = await (await guestWho({ claims: { groups: 'aviary-viewers' } })).signIn()
    expect((await me(agent)).body).toMatchObject({ groups: ['aviary-viewers'], roles: ['viewer'] })
  })
})
