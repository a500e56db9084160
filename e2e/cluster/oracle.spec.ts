import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import { call } from '../support/target'
import { checkAudit, readAuditLog } from './audit-oracle.mjs'
import { serviceAccountUser } from './control-plane.mjs'

async function allOperations(): Promise<OperationDto[]> {
  const operations: OperationDto[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const path: string = `/operations?limit=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
    const page: { body: { items: OperationDto[]; next: string | null } } = await call('admin', 'GET', path)
    operations.push(...page.body.items)
    cursor = page.body.next
  }
  return operations
}

it('finds the same writes in the API server’s audit log and in Aviary’s operations', async () => {
  const auditLog = process.env['AVIARY_AUDIT_LOG'] ?? ''
  const operations = await allOperations()
  expect(operations.flatMap(({ writes }) => writes).length).toBeGreaterThan(10)
  const { problems } = await checkAudit({ auditLog, user: serviceAccountUser, operations })
  expect(problems).toEqual([])
})

it('has a whole chain at the end', async () => {
  const reply = await call<{ ok: boolean; events: number }>('auditor', 'GET', '/audit/verify')
  expect(reply.body.ok).toBe(true)
  expect(reply.body.events).toBeGreaterThan(20)
})

it('is verified offline together with the API server’s audit log', async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'aviary-oracle-'))
  try {
    const file = path.join(dir, 'audit.jsonl')
    writeFileSync(file, (await call<string>('auditor', 'GET', '/audit/export?format=jsonl')).body)
    // Tests with an administrator's rights write by Aviary's own means here, which the verifier would rightly name.
    const log = path.join(dir, 'apiserver.jsonl')
    const events = await readAuditLog(process.env['AVIARY_AUDIT_LOG'] ?? '')
    const own = events.filter(({ user }) => user?.username === serviceAccountUser)
    writeFileSync(log, own.map((event) => `${JSON.stringify(event)}\n`).join(''))
    const program = path.join(import.meta.dirname, '../../bin/aviary-verify.mjs')
    const args = [program, '--json', '--in', file, '--account', serviceAccountUser]
    const printed = await new Promise<string>((resolve) => {
      execFile(process.execPath, [...args, '--apiserver-audit', log], (_error, stdout) => resolve(stdout))
    })
    expect(JSON.parse(printed)).toMatchObject({ exit: 0, findings: [], apiserver: { findings: [] } })
  } finally {
    rmSync(dir, { recursive: true })
  }
})
