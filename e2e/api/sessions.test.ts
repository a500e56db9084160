import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SessionDto, TokenDto } from '@/lib/contracts/access'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { ProblemDto } from '@/lib/contracts/common'
import type { Agent } from '../support/agent'
import { openEvents } from '../support/event-stream'
import type { Guest } from '../support/guest'
import { newGuest } from '../support/guest'
import { callAs, sessionCookie, signOut } from '../support/session'
import { appUrl, call } from '../support/target'

let mia: Guest
let ole: Guest
let here: Agent
let there: Agent
let others: Agent

const list = async (agent: Agent, query = '') =>
  (await callAs<{ items: SessionDto[]; next: string | null }>(agent, 'GET', `/sessions${query}`)).body
const statusOf = async (agent: Agent) => (await callAs(agent, 'GET', '/me')).status
const end = (agent: Agent, id: string) => callAs<ProblemDto | null>(agent, 'DELETE', `/sessions/${id}`)
const currentOf = async (agent: Agent) => {
  const found = (await list(agent)).items.find(({ current }) => current)
  if (!found) throw new Error('the list lacks the session that asks')
  return found
}

describe('live sessions', () => {
  beforeAll(async () => {
    mia = await newGuest({ claims: { groups: ['aviary-viewers'] } })
    ole = await newGuest({ claims: { groups: ['aviary-on-call'] } })
    here = await mia.signIn()
    there = await mia.signIn()
    others = await ole.signIn()
  })

  afterAll(async () => {
    for (const agent of [here, there, others]) await signOut(agent)
    await mia.leaves()
    await ole.leaves()
  })

  it('are listed for their own person, with the one that asks marked', async () => {
    const { items, next } = await list(here)
    expect([items.length, next]).toEqual([2, null])
    const current = items.filter((session) => session.current)
    expect(current).toMatchObject([{ subject: mia.name, name: expect.stringContaining('Guest') as string }])
    const [session] = current
    expect(Date.parse(session?.idleExpires ?? '')).toBeLessThanOrEqual(Date.parse(session?.expires ?? ''))
    expect(session?.groupsChecked).toBeDefined()
    expect(session?.address).toBeDefined()
    const text = JSON.stringify(items)
    for (const agent of [here, there]) expect(text).not.toContain(agent.cookie(sessionCookie)?.value)
    expect(text).not.toMatch(/sealed|hash|token/i)
  })

  it('begin with a new id at each sign-in, also over a cookie that is there, and end no other', async () => {
    const ids = [await currentOf(here), await currentOf(there)].map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
    const planted = there.cookie(sessionCookie)?.value ?? ''
    const stolen = { cookie: there.cookieHeader(appUrl()) }
    await mia.signIn(there)
    expect(there.cookie(sessionCookie)?.value).not.toBe(planted)
    expect((await call(null, 'GET', '/me', undefined, stolen)).status).toBe(200)
    const old = (await list(here)).items.find(({ id }) => id === ids[1])
    expect((await end(here, old?.id ?? '')).status).toBe(204)
    expect((await call(null, 'GET', '/me', undefined, stolen)).status).toBe(401)
    expect(await statusOf(there)).toBe(200)
  })

  it('of all people are for who may end those of others, and looking is recorded', async () => {
    const refused = await callAs<ProblemDto>(here, 'GET', '/sessions?all=true')
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    const all = await call<{ items: SessionDto[] }>('admin', 'GET', `/sessions?all=true&search=${ole.name}`)
    expect(all.body.items.map(({ subject }) => subject)).toEqual([ole.name])
    const first = await call<{ items: SessionDto[]; next: string }>(
      'admin',
      'GET',
      '/sessions?all=true&limit=1',
    )
    const path = `/sessions?all=true&limit=1&cursor=${first.body.next}`
    const second = await call<{ items: SessionDto[] }>('admin', 'GET', path)
    expect(second.body.items[0]?.id).not.toBe(first.body.items[0]?.id)
    const audit = await call<{ items: AuditEventDto[] }>('auditor', 'GET', '/audit?action=sessions.read')
    expect(audit.body.items[0]).toMatchObject({ kind: 'read', detail: {} })
    expect((await call('admin', 'GET', '/sessions?all=yes')).status).toBe(400)
  })

  it('end at once when their person ends them, with their event streams', async () => {
    const { id } = await currentOf(there)
    const stream = await openEvents({ cookie: there.cookieHeader(appUrl()) })
    expect((await end(here, id)).status).toBe(204)
    expect(await statusOf(there)).toBe(401)
    const bye = await stream.next('the end of the stream', ({ event }) => event === 'bye', 15)
    expect(bye.data).toEqual({ reason: 'expired' })
    expect(await statusOf(here)).toBe(200)
    expect((await end(here, id)).status).toBe(404)
    const audit = await call<{ items: AuditEventDto[] }>('auditor', 'GET', '/audit?action=session.revoke')
    expect(audit.body.items[0]).toMatchObject({
      kind: 'auth',
      actor: { subject: mia.name },
      detail: { session: id, owner: mia.name },
    })
  })

  it('of others are ended only by who may', async () => {
    const { id } = await currentOf(others)
    const refused = await end(here, id)
    expect([refused.status, refused.body?.code]).toEqual([404, 'not-found'])
    expect((await call('on-call', 'DELETE', `/sessions/${id}`)).status).toBe(404)
    expect(await statusOf(others)).toBe(200)
    expect((await call('admin', 'DELETE', `/sessions/${id}`)).status).toBe(204)
    expect(await statusOf(others)).toBe(401)
  })
})

describe('API tokens of all people', () => {
  it('are listed and ended only by who may, with their event streams', async () => {
    const owner = await newGuest({ claims: { groups: ['aviary-viewers'] } })
    const agent = await owner.signIn()
    const made = await callAs<TokenDto & { secret: string }>(agent, 'POST', '/tokens', {
      name: 'e2e of another',
      role: 'viewer',
      expires: new Date(Date.now() + 3_600_000).toISOString(),
    })
    const { id, secret } = made.body
    const stream = await openEvents({ bearer: secret })
    const refused = await call<ProblemDto>('release-manager', 'GET', '/tokens?all=true')
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    expect((await call('release-manager', 'DELETE', `/tokens/${id}`)).status).toBe(404)
    const all = await call<{ items: TokenDto[] }>('admin', 'GET', `/tokens?all=true&search=${owner.name}`)
    expect(all.body.items).toMatchObject([{ id, owner: { subject: owner.name } }])
    expect((await call('admin', 'DELETE', `/tokens/${id}`)).status).toBe(204)
    const bye = await stream.next('the end of the stream', ({ event }) => event === 'bye', 15)
    expect(bye.data).toEqual({ reason: 'expired' })
    const headers = { authorization: `Bearer ${secret}` }
    expect((await call(null, 'GET', '/me', undefined, headers)).status).toBe(401)
    await signOut(agent)
    await owner.leaves()
  })
})
