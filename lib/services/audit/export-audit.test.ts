import { afterAll, beforeAll, expect, it } from 'vitest'
import { sampleBody } from '@/e2e/support/sample-records'
import { verifyChain } from '@/lib/domain/audit/verify-chain'
import type { AuditEvent } from '@/lib/domain/audit/event'
import type { ServiceContext } from '../context'
import { startReleaseStage, type ReleaseStage } from '../releases/release-stage.fixture'
import { exportAudit } from './export-audit'

let stage: ReleaseStage
const minute = (at: number) => `2026-11-20T10:${String(at).padStart(2, '0')}:00.000Z`

beforeAll(async () => {
  stage = await startReleaseStage()
  // The clocks of two replicas differ: times need not grow with the numbers.
  for (const at of [0, 1, 3, 2, 4, 5])
    await stage.stores.store.audit.append(sampleBody({ id: `m-${at}`, time: minute(at) }))
}, 60_000)
afterAll(() => stage.stop())

interface Line extends AuditEvent {
  chain: string
}
async function lines(
  query: { from?: string; to?: string } = {},
  ctx: ServiceContext = stage.ctx('aud', 'auditor'),
): Promise<Line[]> {
  let text = ''
  const { pieces } = await exportAudit(ctx, { format: 'jsonl', ...query })
  for await (const piece of pieces) text += piece
  return text === '' ? [] : text.split(/(?<=\n)/).map((line) => JSON.parse(line) as Line)
}

it('is the whole chain, ends with its own event, and verifies', async () => {
  const { range, pieces } = await exportAudit(stage.ctx('aud', 'auditor'), { format: 'jsonl' })
  await stage.stores.store.audit.append(sampleBody({ id: 'later', time: new Date().toISOString() }))
  let text = ''
  for await (const piece of pieces) text += piece
  const all = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)
  expect(range).toEqual({ first: 1, last: all.length })
  expect(all.at(-1)).toMatchObject({
    seq: all.length,
    kind: 'read',
    action: 'audit.export',
    actor: { subject: 'aud' },
    detail: { format: 'jsonl', filter: {}, requestId: 'q-1' },
  })
  const genesis = await stage.stores.auditGenesis()
  expect(new Set(all.map(({ chain }) => chain))).toEqual(new Set([genesis.chainId]))
  const events = (async function* () {
    yield* await Promise.resolve(all)
  })()
  const { sha256 } = stage.ctx('aud', 'auditor').ports
  expect(await verifyChain(events, { genesis, sha256 })).toMatchObject({ ok: true, events: all.length })
})

it('is a run of numbers without a gap, from the first time in the range to the last', async () => {
  const ids = async (from?: string, to?: string) =>
    (await lines({ ...(from && { from }), ...(to && { to }) })).map(({ id }) => id)
  expect(await ids(minute(1), minute(3))).toEqual(['m-1', 'm-3', 'm-2'])
  expect(await ids(minute(3), minute(5))).toEqual(['m-3', 'm-2', 'm-4'])
  expect(await ids(undefined, minute(1))).toEqual(['m-0'])
  expect((await lines({ from: minute(5) })).map(({ id }) => id)[0]).toBe('m-5')
})

it('is empty where the times hold no event, and names no range', async () => {
  expect(await lines({ from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' })).toEqual([])
  const future = { from: '2999-01-01T00:00:00Z' }
  const exported = await exportAudit(stage.ctx('aud', 'auditor'), { format: 'csv', ...future })
  expect(exported.range).toBeUndefined()
  let text = ''
  for await (const piece of exported.pieces) text += piece
  expect(text).toMatch(/^seq,time_utc,[a-z_,]+\r\n$/)
})

it('needs the permission on everything, since a run of numbers leaves nothing out', async () => {
  for (const ctx of [stage.ctx('ann', 'auditor', 'shop'), stage.ctx('vic', 'viewer')])
    await expect(exportAudit(ctx, { format: 'jsonl' })).rejects.toMatchObject({ code: 'forbidden' })
  const { items } = await stage.stores.store.audit.list({ result: 'denied', limit: 1 })
  expect(items).toMatchObject([{ action: 'audit.export', actor: { subject: 'vic' } }])
})

it('ends with an error where the log cannot be read on', async () => {
  const ctx = stage.ctx('aud', 'auditor')
  const { audit } = ctx.ports.store
  const stream = async function* () {
    for await (const event of audit.stream(1)) {
      yield event
      if (event.seq === 2) throw new Error('the database went away')
    }
  }
  const ports = { ...ctx.ports, store: { ...ctx.ports.store, audit: { ...audit, stream } } }
  await expect(lines({}, { ...ctx, ports })).rejects.toThrow('the database went away')
})
