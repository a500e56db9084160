import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MeDto } from '@/lib/contracts/access'
import type { AuditEventDto } from '@/lib/contracts/audit'
import { webAlone } from '../support/drafts'
import type { Playground } from '../support/playground'
import type { Reply } from '../support/target'
import { call } from '../support/target'

interface Line extends AuditEventDto {
  chain: string
}

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest()
const int64 = (value: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(BigInt(value))
  return bytes
}
const chainBytes = (line: Line) => Buffer.from(line.chain.replaceAll('-', ''), 'hex')
/** The hash of a line by docs/audit-format.md. */
const hashOf = (line: Line) =>
  sha256(
    Buffer.concat([
      Buffer.from('aviary-audit-v1'),
      chainBytes(line),
      int64(line.epoch),
      int64(line.seq),
      Buffer.from(line.prevHash, 'hex'),
      sha256(line.body),
    ]),
  ).toString('hex')

const asked = (query: string) => call<string>('auditor', 'GET', `/audit/export?${query}`)
const linesOf = ({ body }: Reply<string>) =>
  body.split(/(?<=\n)/).map((line) => {
    expect(line.endsWith('\n')).toBe(true)
    return JSON.parse(line) as Line
  })
/** Every line but the first follows from the one before it. */
const expectChain = (lines: Line[]) => {
  for (const [at, line] of lines.entries()) {
    expect(hashOf(line)).toBe(line.hash)
    const before = lines[at - 1]
    if (before) expect([line.prevHash, line.seq]).toEqual([before.hash, before.seq + 1])
  }
}

describe('the export of the audit log', () => {
  const reason = '=HYPERLINK("https://evil.example","salary")'
  let place: Playground
  let moved: AuditEventDto

  beforeAll(async () => {
    const { place: made, web } = await webAlone('audit-export')
    place = made
    const { status, body } = await web.setWeights('release-manager', { v1: 90, v2: 10 }, { reason })
    expect(status).toBe(200)
    moved = (await call<AuditEventDto>('auditor', 'GET', `/audit/${body.auditSeq}`)).body
  })
  afterAll(() => place.remove())

  it('is the whole chain as JSON lines, each of which can be hashed again', async () => {
    const reply = await asked('format=jsonl')
    const lines = linesOf(reply)
    const [first] = lines
    if (!first) throw new Error('the export is empty')
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
    expect(reply.headers.get('cache-control')).toContain('no-store')
    expect(reply.headers.get('content-encoding')).toBe('gzip')
    expect(reply.headers.get('content-disposition')).toBe(
      `attachment; filename="aviary-audit-1-${lines.length}.jsonl"`,
    )
    expect([first.seq, first.prevHash]).toEqual([1, sha256(chainBytes(first)).toString('hex')])
    expectChain(lines)
    const { chain: _, ...same } = lines.find(({ seq }) => seq === moved.seq) ?? first
    expect(same).toEqual(moved)
  })

  it.each(['jsonl', 'gz'] as const)('is found whole by the offline verifier, as %s', async (form) => {
    const reply = await asked('format=jsonl')
    const folder = mkdtempSync(path.join(tmpdir(), 'aviary-export-'))
    const file = path.join(folder, `audit.${form}`)
    writeFileSync(file, form === 'gz' ? gzipSync(reply.body) : reply.body)
    const verifier = path.resolve(import.meta.dirname, '../../bin/aviary-verify.mjs')
    const run = promisify(execFile)(process.execPath, [verifier, '--in', file, '--json'])
    const { stdout } = await run.finally(() => rmSync(folder, { recursive: true }))
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'whole', exit: 0, findings: [] })
  })

  it('is plain for a reader that takes no gzip', async () => {
    const plain = await call<string>('auditor', 'GET', '/audit/export', undefined, {
      'accept-encoding': 'identity',
    })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expectChain(linesOf(plain))
  })

  it('of a time is an unbroken run that begins and ends inside it', async () => {
    const to = new Date(Date.parse(moved.time) + 1).toISOString()
    const lines = linesOf(await asked(`from=${moved.time}&to=${to}`))
    expectChain(lines)
    expect([lines[0]?.time, lines.at(-1)?.time]).toEqual([moved.time, moved.time])
    expect(lines.map(({ seq }) => seq)).toContain(moved.seq)
    const before = await call<AuditEventDto>('auditor', 'GET', `/audit/${(lines[0]?.seq ?? 0) - 1}`)
    expect(lines[0]?.prevHash).toBe(before.body.hash)
  })

  it('of a time without events is an empty file', async () => {
    const reply = await asked('from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z')
    expect([reply.status, reply.body]).toEqual([200, ''])
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="aviary-audit-empty.jsonl"')
  })

  it('as CSV has a row an event, and nothing in it runs as a formula', async () => {
    const to = new Date(Date.parse(moved.time) + 1).toISOString()
    const { status, headers, body } = await asked(`format=csv&from=${moved.time}&to=${to}`)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8; header=present'])
    const [head, ...rows] = body.trimEnd().split('\r\n')
    expect(head).toMatch(/^seq,time_utc,kind,action,.*,chain,epoch,prev_hash,hash,body$/)
    const row = rows.find((each) => each.startsWith(`${moved.seq},${moved.time},`))
    expect(row).toContain(`,"'=HYPERLINK(""https://evil.example"",""salary"")",`)
    expect(row).toContain(`,${moved.prevHash},${moved.hash},"${moved.body.replaceAll('"', '""')}"`)
  })

  it('is an event itself, with which it ends', async () => {
    const { subject } = (await call<MeDto>('auditor', 'GET', '/me')).body
    const query = `format=jsonl&from=${encodeURIComponent(moved.time)}`
    const last = linesOf(await asked(query)).at(-1)
    expect(last).toMatchObject({
      kind: 'read',
      action: 'audit.export',
      actor: { subject },
      detail: { format: 'jsonl', filter: { from: moved.time } },
    })
    const { body } = await call<AuditEventDto>('auditor', 'GET', `/audit/${last?.seq}`)
    expect(body.hash).toBe(last?.hash)
  })

  it.each(['viewer', 'on-call', 'release-manager', 'approver'] as const)('is not for a %s', async (role) => {
    const { status, body } = await call<{ code: string; detail: string }>(role, 'GET', '/audit/export')
    expect([status, body.code]).toEqual([403, 'forbidden'])
    expect(body.detail).toContain('audit.export')
  })

  it.each([
    'format=xml',
    'format=',
    'from=yesterday',
    'from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
    'actor=mia',
    'format=csv&format=jsonl',
  ])('refuses %s', async (query) => {
    const { status, body } = await call<{ code: string }>('auditor', 'GET', `/audit/export?${query}`)
    expect([status, body.code]).toEqual([400, 'malformed'])
  })
})
