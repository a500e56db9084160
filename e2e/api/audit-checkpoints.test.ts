import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AuditEventDto, AuditVerifyDto } from '@/lib/contracts/audit'
import type { CheckpointPageDto, IncidentPageDto } from '@/lib/contracts/audit-checkpoints'
import { checkpointDigest, isSigned } from '@/lib/domain/audit/checkpoint'
import { call } from '../support/target'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

function publicKey() {
  const dir = path.dirname(process.env['AVIARY_DEMO'] ?? '')
  return createPublicKey(readFileSync(path.join(dir, 'signer', 'signer.pem.pub')))
}

async function checkpoints(query = ''): Promise<CheckpointPageDto> {
  const { status, body } = await call<CheckpointPageDto>('auditor', 'GET', `/audit/checkpoints${query}`)
  expect(status).toBe(200)
  return body
}

describe('checkpoints of the audit log', () => {
  it('are signed, name one another and stand for events of the log', async () => {
    const { items } = await checkpoints()
    expect(items.length).toBeGreaterThan(0)
    const key = publicKey()
    for (const [index, checkpoint] of items.entries()) {
      expect(isSigned(checkpoint, (bytes, signature) => verify(null, bytes, key, signature))).toBe(true)
      const before = items[index + 1]
      if (before) expect(checkpoint.previous).toBe(checkpointDigest(before, sha256))
      if (checkpoint.seq === 0) continue
      const { body } = await call<AuditEventDto>('auditor', 'GET', `/audit/${checkpoint.seq}`)
      expect([body.hash, body.epoch]).toEqual([checkpoint.hash, checkpoint.epoch])
    }
  })

  it('come page by page', async () => {
    const whole = await checkpoints()
    const first = await checkpoints('?limit=1')
    expect(whole.items).toContainEqual(first.items[0])
    if (whole.items.length === 1) expect(first.next).toBeNull()
    else expect(first.next).not.toBeNull()
    const { status, body } = await call<{ code: string }>('auditor', 'GET', '/audit/checkpoints?cursor=x')
    expect([status, body.code]).toEqual([400, 'malformed'])
  })

  it('are compared with the chain when it is verified', async () => {
    const { status, body } = await call<AuditVerifyDto>('auditor', 'GET', '/audit/verify')
    expect(status).toBe(200)
    expect(body).toMatchObject({ ok: true, checkpoint: { ok: true, from: 'outside' } })
    expect(body.checkpoint.words).toMatch(/agrees with the checkpoint of event \d+/)
  })

  it('are for those who read the log', async () => {
    for (const path of ['/audit/checkpoints', '/audit/incidents']) {
      expect((await call('viewer', 'GET', path)).status).toBe(403)
      expect((await call('admin', 'GET', path)).status).toBe(200)
    }
  })
})

describe('rollbacks of the audit log', () => {
  it('there are none, and nothing is acknowledged that never was', async () => {
    const { body } = await call<IncidentPageDto>('auditor', 'GET', '/audit/incidents')
    expect(body).toEqual({ items: [], next: null })
    const of = (role: 'admin' | 'release-manager') =>
      call(role, 'POST', '/audit/incidents/none/acknowledge', { reason: 'because' })
    expect((await of('release-manager')).status).toBe(403)
    expect((await of('admin')).status).toBe(404)
  })
})
