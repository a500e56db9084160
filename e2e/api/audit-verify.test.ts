import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { AuditEventDto } from '@/lib/contracts/audit'
import type { CheckpointPageDto } from '@/lib/contracts/audit-checkpoints'
import { call } from '../support/target'

const program = path.join(import.meta.dirname, '..', '..', 'bin', 'aviary-verify.mjs')
const dir = mkdtempSync(path.join(os.tmpdir(), 'aviary-audit-verify-'))
afterAll(() => rmSync(dir, { recursive: true }))

const file = (name: string, content: string): string => {
  writeFileSync(path.join(dir, name), content)
  return path.join(dir, name)
}
const signerKey = () => path.join(path.dirname(process.env['AVIARY_DEMO'] ?? ''), 'signer', 'signer.pem.pub')

interface Result {
  exit: number
  events: number
  findings: unknown[]
  unknown: { code: string }[]
  checkpoints: { compared: number; signatures: string }
}

async function verify(...args: string[]): Promise<Result> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [program, '--json', ...args], (_error, stdout) =>
      resolve(JSON.parse(stdout) as Result),
    )
  })
}

/** The checkpoints so far, and then the log, which is at least as long. */
async function download(): Promise<{ events: string; checkpoints: CheckpointPageDto }> {
  const { body } = await call<CheckpointPageDto>('auditor', 'GET', '/audit/checkpoints')
  const { status, body: events } = await call<string>('auditor', 'GET', '/audit/export?format=jsonl')
  expect(status).toBe(200)
  return { events, checkpoints: body }
}

describe('the log as an auditor verifies it, offline', () => {
  it('is whole, and its checkpoints hold', async () => {
    const { events, checkpoints } = await download()
    const result = await verify(
      ...['--in', file('events.jsonl', events), '--pub', signerKey()],
      ...['--checkpoint', file('checkpoints.json', JSON.stringify(checkpoints))],
    )
    expect(result).toMatchObject({ exit: 0, findings: [], checkpoints: { signatures: 'checked' } })
    expect(result.events).toBe(events.split('\n').length - 1)
    expect(result.checkpoints.compared).toBeGreaterThan(0)
  })

  it('is found tampered with by one letter of a name, and incomplete without its end', async () => {
    const { events, checkpoints } = await download()
    const edited = file('edited.jsonl', events.replace('\\"subject\\":\\"', '\\"subject\\":\\"x'))
    expect(await verify('--in', edited)).toMatchObject({ exit: 1, findings: [{ class: 'edited' }] })
    const lines = events.split('\n').slice(0, -1)
    const { epoch, seq, hash } = JSON.parse(lines.at(-1) ?? '') as AuditEventDto
    // A checkpoint of the last event, whose signature nobody asks for here.
    const kept = file('kept.json', JSON.stringify({ ...checkpoints.items[0], epoch, seq, hash }))
    const short = file(
      'short.jsonl',
      lines
        .slice(0, -1)
        .map((line) => `${line}\n`)
        .join(''),
    )
    expect(await verify('--in', short, '--checkpoint', kept)).toMatchObject({ exit: 2, findings: [] })
    expect(await verify('--in', file('all.jsonl', events), '--checkpoint', kept)).toMatchObject({ exit: 0 })
  })
})
