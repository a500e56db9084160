import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import { live } from '../support/cluster'
import type { Subject } from '../support/service'
import { subject } from '../support/service'
import { call, until } from '../support/target'
import type { FaultStack } from './stack'
import { startFaultStack } from './stack'

/** Until a request counts as lost (10 s), until it can no longer commit (65 s), and the rhythm of looking (15 s). */
const reconciledSeconds = 100

describe('a cluster that does not answer', () => {
  let stack: FaultStack
  let payments: Subject

  beforeAll(async () => {
    stack = await startFaultStack()
    payments = await subject('shop', 'payments')
  }, 300_000)

  afterEach(async () => {
    stack.gateway.onWrite(() => ({ fate: 'pass' }))
    stack.gateway.thaw()
    await until(
      'payments back',
      () => payments.setWeights('release-manager', { v3: 100, v4: 0 }),
      ({ status }) => status === 200,
    )
    await payments.untilWeights({ v3: 100, v4: 0 })
  })

  afterAll(async () => {
    await stack.stop()
  })

  const spec = async () => (await live('virtualservice', 'shop', 'payments')).spec
  const operation = async (id: string) =>
    (await call<OperationDto>('viewer', 'GET', `/operations/${id}`)).body
  const outcome = (id: string) =>
    until(
      'the outcome',
      () => operation(id),
      (found) => found.outcome !== 'unknown',
      reconciledSeconds,
    )

  it('did it: unknown at first, and applied once it has been looked at', { timeout: 200_000 }, async () => {
    stack.gateway.onWrite(() => ({ fate: 'mute' }))
    const reply = await payments.setWeights('release-manager', { v3: 90, v4: 10 })
    expect([reply.status, reply.body.outcome]).toEqual([202, 'unknown'])
    expect(reply.headers.get('location')).toBe(`/api/v1/operations/${reply.body.id}`)
    expect(await spec()).toMatchObject({ http: [{ route: [{ weight: 90 }, { weight: 10 }] }] })
    expect(await outcome(reply.body.id)).toMatchObject({
      outcome: 'applied',
      writes: [{ auditId: `${reply.body.id}-1`, result: 'applied' }],
    })
    const events = await call<{ items: { kind: string; result: string; operation?: string }[] }>(
      'auditor',
      'GET',
      '/audit?action=set-weights&limit=20',
    )
    const mine = events.body.items.filter((event) => event.operation === reply.body.id)
    expect(mine.map(({ kind, result }) => [kind, result])).toEqual([
      ['outcome', 'applied'],
      ['outcome', 'unknown'],
      ['intent', 'pending'],
    ])
    expect((await call('auditor', 'GET', '/audit/verify')).body).toMatchObject({ ok: true })
  })

  it('did not do it: not applied, once it can no longer happen', { timeout: 200_000 }, async () => {
    const before = await spec()
    stack.gateway.onWrite(() => ({ fate: 'swallow' }))
    const reply = await payments.setWeights('release-manager', { v3: 80, v4: 20 })
    expect([reply.status, reply.body.outcome]).toEqual([202, 'unknown'])
    const found = await outcome(reply.body.id)
    expect(found).toMatchObject({ outcome: 'not-applied', writes: [{ result: 'not-sent' }], undoable: false })
    expect(Date.parse(found.finishedAt ?? '') - Date.parse(found.at)).toBeGreaterThan(65_000)
    expect(await spec()).toEqual(before)
  })

  it(
    'is frozen before anything was sent: said at once, and nothing is left open',
    { timeout: 200_000 },
    async () => {
      const before = await spec()
      const accepted = stack.gateway.accepted.length
      stack.gateway.freeze()
      const reply = await payments.setWeights('release-manager', { v3: 70, v4: 30 })
      expect([reply.status, (reply.body as unknown as { code: string }).code]).toEqual([
        503,
        'cluster-unavailable',
      ])
      stack.gateway.thaw()
      expect(await spec()).toEqual(before)
      expect(stack.gateway.accepted.length).toBe(accepted)
      const { body } = await call<{ items: OperationDto[] }>('viewer', 'GET', '/operations?limit=5')
      expect(body.items.filter(({ outcome }) => outcome === 'unknown' || outcome === 'pending')).toEqual([])
    },
  )
})
