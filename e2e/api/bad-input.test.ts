import { beforeAll, describe, expect, it } from 'vitest'
import type { Subject } from '../support/service'
import { subject } from '../support/service'
import { call, kubectl } from '../support/target'

const getRoute = async () => {
  const object = JSON.parse(
    await kubectl('get', 'virtualservice', 'payments', '-n', 'shop', '-o', 'json'),
  ) as { metadata: { resourceVersion: string }; spec: unknown }
  return { version: object.metadata.resourceVersion, spec: object.spec }
}

describe('bad weights, names and sessions', () => {
  let payments: Subject
  beforeAll(async () => {
    payments = await subject('shop', 'payments')
  })

  const refusals: [string, unknown, string][] = [
    ['−1', { v3: 101, v4: -1 }, 'invalid'],
    ['0.5', { v3: 99.5, v4: 0.5 }, 'invalid'],
    ['"50"', { v3: '50', v4: '50' }, 'invalid'],
    ['101', { v3: 0, v4: 101 }, 'invalid'],
    ['a sum of 99', { v3: 89, v4: 10 }, 'invalid'],
    ['an unknown version', { v3: 90, v9: 10 }, 'invalid'],
    ['null', { v3: null, v4: 100 }, 'invalid'],
    ['a list', { v3: [90], v4: 10 }, 'invalid'],
    ['nothing', {}, 'invalid'],
    ['__proto__', JSON.parse('{"v3":90,"__proto__":10}'), 'invalid'],
    ['a name with quotes, braces and a newline', { v3: 90, '"}\n{🐦\u202e': 10 }, 'invalid'],
  ]
  it.each(refusals)('refuses %s without a write', async (_name, weights, code) => {
    const before = await getRoute()
    const reply = await call<{ code: string; fields?: unknown[] }>(
      'release-manager',
      'PUT',
      `${await payments.rulePath()}/weights`,
      { weights },
    )
    expect([reply.status, reply.body.code]).toEqual([422, code])
    expect(await getRoute()).toEqual(before)
  })

  const malformed: [string, string][] = [
    ['NaN', '{"weights":{"v3":NaN,"v4":10}}'],
    ['Infinity', '{"weights":{"v3":Infinity,"v4":10}}'],
    ['duplicate keys', '{"weights":{"v3":90,"v3":90,"v4":10}}'],
    ['cut JSON', '{"weights":{"v3":90'],
    ['deep nesting', `{"weights":${'['.repeat(50)}${']'.repeat(50)}}`],
  ]
  it.each(malformed)('calls %s malformed', async (_name, body) => {
    const reply = await call<{ code: string }>(
      'release-manager',
      'PUT',
      `${await payments.rulePath()}/weights`,
      body,
    )
    expect([reply.status, reply.body.code]).toEqual([400, 'malformed'])
  })

  it('refuses 1e309, which JSON reads as Infinity', async () => {
    const reply = await call<{ code: string }>(
      'release-manager',
      'PUT',
      `${await payments.rulePath()}/weights`,
      '{"weights":{"v3":1e309,"v4":0}}',
    )
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid'])
  })

  it('refuses unknown fields, a wrong type, and a large body', async () => {
    const path = `${await payments.rulePath()}/weights`
    expect(
      (await call('release-manager', 'PUT', path, { weights: { v3: 90, v4: 10 }, force: true })).status,
    ).toBe(422)
    expect(
      (await call('release-manager', 'PUT', path, '{"weights":{}}', { 'content-type': 'text/plain' })).status,
    ).toBe(415)
    expect((await call('release-manager', 'PUT', path, { weights: { v3: 'x'.repeat(70_000) } })).status).toBe(
      413,
    )
  })

  it('answers 404 for names that cannot be, and for encoded tricks', async () => {
    for (const name of ['..%2f..', '%00', 'checkout%0a', '__proto__', "checkout'%20or%201=1", '%E2%80%AE'])
      expect(
        (await call('viewer', 'GET', `/services/${payments.ref.cluster}/shop/${name}`)).status,
        name,
      ).toBe(404)
  })

  it('keeps reasons with any characters whole in the audit log', async () => {
    const reason = '=cmd|"🐦"\u202e{}\\ \'"'
    const reply = await payments.setWeights('release-manager', { v3: 99, v4: 1 }, { reason })
    expect(reply.status, JSON.stringify(reply.body)).toBe(200)
    const audit = await call<{ items: { reason?: string }[] }>(
      'auditor',
      'GET',
      '/audit?action=set-weights&limit=5',
    )
    expect(audit.body.items.map((event) => event.reason)).toContain(reason)
    await payments.untilWeights({ v3: 99, v4: 1 })
    expect((await payments.setWeights('release-manager', { v3: 100, v4: 0 })).status).toBe(200)
  })

  it('stores nothing for a dry run', async () => {
    const before = await getRoute()
    const reply = await payments.setWeights('release-manager', { v3: 50, v4: 50 }, { dryRun: true })
    expect(reply.body).toMatchObject({ outcome: 'dry-run', writes: [] })
    expect(reply.body.diff[0]?.patch.length).toBeGreaterThan(0)
    expect(await getRoute()).toEqual(before)
  })

  it('writes once for a repeated Idempotency-Key, refuses another body under it', async () => {
    const key = { 'idempotency-key': `test-${Date.now()}` }
    const path = `${await payments.rulePath()}/weights`
    const first = await call<{ id: string }>(
      'release-manager',
      'PUT',
      path,
      { weights: { v3: 98, v4: 2 } },
      key,
    )
    const again = await call<{ id: string }>(
      'release-manager',
      'PUT',
      path,
      { weights: { v3: 98, v4: 2 } },
      key,
    )
    expect([first.status, again.status, again.body.id]).toEqual([200, 200, first.body.id])
    const other = await call<{ code: string }>(
      'release-manager',
      'PUT',
      path,
      { weights: { v3: 97, v4: 3 } },
      key,
    )
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-mismatch'])
    expect((await payments.setWeights('release-manager', { v3: 100, v4: 0 })).status).toBe(200)
  })

  it('lets one of many racing moves through and answers 409 with the live state to the others', async () => {
    const { routes } = await payments.detail()
    const revision = routes[0]?.revision
    const replies = await Promise.all(
      [3, 4, 5, 6, 7].map((v4) =>
        payments.setWeights('release-manager', { v3: 100 - v4, v4 }, { expectedRevision: revision }),
      ),
    )
    const won = replies.filter(({ status }) => status === 200)
    expect(won).toHaveLength(1)
    for (const lost of replies.filter(({ status }) => status !== 200)) {
      expect(lost.status).toBe(409)
      expect(lost.body).toMatchObject({
        code: 'conflict',
        current: { route: { rules: expect.any(Array) as unknown } },
      })
    }
    expect((await payments.setWeights('release-manager', { v3: 100, v4: 0 })).status).toBe(200)
  })
})
