import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { OperationDto } from '@/lib/contracts/moves'
import { call } from '../support/target'
import { checkAudit } from './audit-oracle.mjs'
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
    const program = path.join(import.meta.dirname, '../../bin/aviary-verify.mjs')
    const args = [program, '--json', '--in', file, '--account', serviceAccountUser]
    const printed = await new Promise<string>((resolve) => {
      execFile(
        process.execPath,
        [...args, '--apiserver-audit', process.env['AVIARY_AUDIT_LOG'] ?? ''],
        (_error, stdout) => resolve(stdout),
      )
    })
    // What kubectl and other controllers write in these tests is listed apart, and no fault of Aviary's.
    expect(JSON.parse(printed)).toMatchObject({ exit: 0, findings: [], apiserver: { findings: [] } })
  } finally {
    rmSync(dir, { recursive: true })
  }
})
