import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MeDto, TokenDto } from '@/lib/contracts/access'
import type { ProblemDto } from '@/lib/contracts/common'
import type { Agent } from '../support/agent'
import { subject } from '../support/service'
import { callAs, signIn, signOut } from '../support/session'
import { call, clusterName, until } from '../support/target'

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

describe('API tokens', () => {
  let agent: Agent
  let cluster: string

  beforeAll(async () => {
    agent = await signIn('release-manager')
    cluster = await clusterName()
  })

  afterAll(async () => {
    const { body } = await callAs<{ items: TokenDto[] }>(agent, 'GET', '/tokens')
    for (const { id, name, revoked } of body.items)
      if (name.startsWith('e2e ') && revoked === undefined) await callAs(agent, 'DELETE', `/tokens/${id}`)
    await signOut(agent)
  })

  const make = (extra: object = {}) =>
    callAs<TokenDto & { secret: string } & Partial<ProblemDto>>(agent, 'POST', '/tokens', {
      name: 'e2e token',
      role: 'release-manager',
      expires: inAnHour(),
      ...extra,
    })
  const use = <T>(secret: string, method: string, path: string, body?: unknown) =>
    call<T>(null, method, path, body, { authorization: `Bearer ${secret}` })

  it('are shown once, work, are listed without their secret, and end when revoked', async () => {
    const made = await make()
    expect(made.status).toBe(201)
    const { id, secret } = made.body
    expect(secret).toMatch(/^avy_[A-Za-z0-9_-]{43}$/)
    const me = await use<MeDto>(secret, 'GET', '/me')
    expect([me.status, me.body]).toMatchObject([200, { via: 'token', roles: ['release-manager'] }])

    const list = await callAs<{ items: TokenDto[] }>(agent, 'GET', '/tokens')
    expect(list.body.items.find((token) => token.id === id)).toMatchObject({ name: 'e2e token' })
    expect(JSON.stringify(list.body)).not.toContain(secret)

    expect((await callAs(agent, 'DELETE', `/tokens/${id}`)).status).toBe(204)
    const refused = await use<ProblemDto>(secret, 'GET', '/me')
    expect([refused.status, refused.body.code]).toEqual([401, 'unauthenticated'])
  })

  it('are given again for the same Idempotency-Key, and stand nowhere in the database', async (test) => {
    const owner = process.env['AVIARY_OWNER_URL']
    if (owner === undefined) return test.skip('needs AVIARY_OWNER_URL, to look into the tables')
    const headers = { 'sec-fetch-site': 'same-origin', 'idempotency-key': randomUUID() }
    const body = { name: 'e2e token', role: 'release-manager', expires: inAnHour() }
    const make = () => callAs<{ secret: string }>(agent, 'POST', '/tokens', body, headers)
    const [first, again] = [await make(), await make()]
    expect([first.status, again.body]).toEqual([201, first.body])
    const client = new pg.Client({ connectionString: owner })
    await client.connect()
    try {
      const found = await client.query(
        `SELECT 1 FROM idempotency WHERE strpos(body, $1) > 0
         UNION ALL SELECT 1 FROM audit_event WHERE strpos(body, $1) > 0`,
        [first.body.secret],
      )
      expect(found.rowCount).toBe(0)
      const { rows } = await client.query<{ kept: string }>(
        'SELECT count(*) AS kept FROM idempotency WHERE body IS NOT NULL',
      )
      expect(Number(rows[0]?.kept)).toBeGreaterThan(0)
    } finally {
      await client.end()
    }
  })

  it('reach as far as their scope and no farther', async () => {
    const made = await make({ scope: { cluster, namespace: 'shop', service: 'checkout' } })
    const { secret } = made.body
    const checkout = await subject('shop', 'checkout')
    const payments = await subject('shop', 'payments')
    const dry = (weights: object) => ({ weights, dryRun: true })
    const own = await use(secret, 'PUT', `${await checkout.rulePath()}/weights`, dry({ v1: 90, v2: 10 }))
    expect(own.status).toBe(200)
    const other = await use<ProblemDto>(
      secret,
      'PUT',
      `${await payments.rulePath()}/weights`,
      dry({ v3: 90, v4: 10 }),
    )
    expect([other.status, other.body.code]).toEqual([403, 'forbidden'])
    const seen = await use<{ items: { name: string }[] }>(secret, 'GET', '/services')
    expect(seen.body.items.map(({ name }) => name)).toEqual(['checkout'])
    expect((await use(secret, 'GET', payments.path)).status).not.toBe(200)
    const release = await use<ProblemDto>(secret, 'POST', '/releases', {
      service: payments.ref,
      from: 'v3',
      to: 'v4',
      plan: { preset: 'linear' },
      dryRun: true,
    })
    expect([403, 404]).toContain(release.status)
  })

  it('are told nothing of what they waited for when they ended meanwhile', async () => {
    const { id, secret } = (await make()).body
    const checkout = await subject('shop', 'checkout')
    const draft = await call<{ id: string }>('release-manager', 'POST', '/releases', {
      service: checkout.ref,
      from: 'v1',
      to: 'v2',
      plan: { preset: 'linear' },
    })
    expect(draft.status).toBe(201)
    const at = `/releases/${draft.body.id}`
    const waiting = use<ProblemDto>(secret, 'GET', `${at}?wait=10s`)
    await until(
      'the use of the token',
      async () => (await callAs<{ items: TokenDto[] }>(agent, 'GET', '/tokens')).body.items,
      (tokens) => tokens.some((token) => token.id === id && token.lastUsed !== undefined),
    )
    await callAs(agent, 'DELETE', `/tokens/${id}`)
    const answer = await waiting
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated'])
    expect((await call('release-manager', 'DELETE', at)).status).toBe(204)
  })

  it('do no more than their role', async () => {
    const made = await make({ role: 'viewer' })
    const refusedRole = await make({ role: 'admin' })
    expect([refusedRole.status, refusedRole.body.code]).toEqual([422, 'invalid'])
    if (made.status === 201) {
      const checkout = await subject('shop', 'checkout')
      const body = { weights: { v1: 90, v2: 10 }, dryRun: true }
      const reply = await use<ProblemDto>(
        made.body.secret,
        'PUT',
        `${await checkout.rulePath()}/weights`,
        body,
      )
      expect([reply.status, reply.body.code]).toEqual([403, 'forbidden'])
    }
  })

  it('need an end in the future, within a year', async () => {
    const day = 86_400_000
    for (const at of [Date.now() - 1000, Date.now() + 400 * day]) {
      const refused = await make({ expires: new Date(at).toISOString() })
      expect([refused.status, refused.body.code]).toEqual([422, 'invalid'])
    }
    expect((await make({ expires: 'tomorrow' })).status).toBe(422)
  })

  it('cannot make tokens, nor end those of others', async () => {
    const made = await make()
    const body = { name: 'e2e child', role: 'viewer', expires: inAnHour() }
    const refused = await use<ProblemDto>(made.body.secret, 'POST', '/tokens', body)
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden'])
    const foreign = await call<ProblemDto>('on-call', 'DELETE', `/tokens/${made.body.id}`)
    expect([foreign.status, foreign.body.code]).toEqual([404, 'not-found'])
    expect((await use(made.body.secret, 'GET', '/me')).status).toBe(200)
  })
})
