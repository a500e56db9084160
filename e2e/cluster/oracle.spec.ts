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
