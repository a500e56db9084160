import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { genesisOf } from './chain'
import {
  type Checkpoint,
  checkpointBytes,
  checkpointDigest,
  checkpointLine,
  isSigned,
  keyIdOf,
  readCheckpoint,
  unsignedCheckpoint,
} from './checkpoint'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

// What docs/audit-format.md publishes; it was made by another program.
const document = readFileSync('docs/audit-format.md', 'utf8')
const pem = (kind: string) =>
  new RegExp(`-----BEGIN ${kind} KEY-----[^-]*-----END ${kind} KEY-----`).exec(document)?.[0] ?? ''
const privateKey = createPrivateKey(pem('PRIVATE'))
const publicKey = createPublicKey(pem('PUBLIC'))
const [first = '', second = ''] = document.split('\n').filter((line) => line.startsWith('{"chain"'))
const byKey = (bytes: Uint8Array, signature: Uint8Array) => verify(null, bytes, publicKey, signature)

function signed(unsigned: Omit<Checkpoint, 'signature'>): Checkpoint {
  const signature = sign(null, checkpointBytes(unsigned), privateKey).toString('base64')
  return { ...unsigned, signature }
}

describe('the published checkpoints', () => {
  const genesis = genesisOf('00000000-0000-4000-8000-000000000001', sha256)
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const key = keyIdOf(raw, sha256)

  test('come out byte for byte', () => {
    const time = new Date('2026-11-20T10:00:00Z')
    const one = signed(unsignedCheckpoint(genesis, { key, previous: undefined, time, sha256 }))
    expect(checkpointLine(one)).toBe(first)
    const hash = '629d72cb7cf7561091c1b06cf451d77c75edd5ef95a420889140273837fb4af0'
    const later = new Date('2026-11-20T10:05:00Z')
    const point = { ...genesis, seq: 1, hash }
    const two = signed(unsignedCheckpoint(point, { key, previous: one, time: later, sha256 }))
    expect(checkpointLine(two)).toBe(second)
    expect(document).toContain(checkpointDigest(two, sha256))
  })

  test('are read back, and their signatures hold', () => {
    for (const line of [first, second]) {
      expect(checkpointLine(readCheckpoint(line))).toBe(line)
      expect(isSigned(readCheckpoint(line), byKey)).toBe(true)
    }
  })

  test('no field can be changed without the signature telling', () => {
    const checkpoint = readCheckpoint(second)
    const changes: Partial<Checkpoint>[] = [
      { chain: '00000000-0000-4000-8000-000000000002' },
      { epoch: 2 },
      { hash: 'a'.repeat(64) },
      { key: 'a'.repeat(16) },
      { previous: null },
      { seq: 2 },
      { time: '2026-11-20T10:05:00.001Z' },
    ]
    for (const change of changes) expect(isSigned({ ...checkpoint, ...change }, byKey)).toBe(false)
  })
})

describe('readCheckpoint refuses', () => {
  const good = JSON.parse(first) as Record<string, unknown>
  test.each<[string, unknown]>([
    ['what is no JSON', undefined],
    ['a list', [good]],
    ['a further field', { ...good, more: 1 }],
    ['a missing field', { ...good, previous: undefined }],
    ['another version', { ...good, version: 2 }],
    ['a fraction', { ...good, seq: 1.5 }],
    ['a number beyond 2^53', { ...good, seq: 2 ** 53 }],
    ['a negative number', { ...good, seq: -1 }],
    ['an upper-case hash', { ...good, hash: String(good['hash']).toUpperCase() }],
    ['a time without milliseconds', { ...good, time: '2026-11-20T10:00:00Z' }],
    ['a time elsewhere', { ...good, time: '2026-11-20T10:00:00.000+00:00' }],
    ['a signature that is too short', { ...good, signature: 'AA==' }],
    [
      'a second text of one signature',
      { ...good, signature: String(good['signature']).replace('A==', 'B==') },
    ],
  ])('%s', (_name, value) => {
    expect(() => readCheckpoint(value === undefined ? '{' : JSON.stringify(value))).toThrow(
      expect.objectContaining({ name: 'NotCheckpoint' }),
    )
  })
})

test('a line says all that a checkpoint holds', () => {
  const hex = (length: number) =>
    fc
      .array(fc.constantFrom(...Array.from('0123456789abcdef')), { minLength: length, maxLength: length })
      .map((all) => all.join(''))
  const any = fc.record({
    chain: fc.uuid(),
    epoch: fc.integer({ min: 1 }),
    hash: hex(64),
    key: hex(16),
    previous: fc.option(hex(64)),
    seq: fc.nat(),
    time: fc
      .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((at) => at.toISOString()),
    version: fc.constant(1 as const),
  })
  fc.assert(
    fc.property(any, (unsigned) => {
      const checkpoint = signed(unsigned)
      expect(readCheckpoint(checkpointLine(checkpoint))).toEqual(checkpoint)
      expect(isSigned(checkpoint, byKey)).toBe(true)
    }),
    { numRuns: 50 },
  )
})
