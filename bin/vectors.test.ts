import { createPublicKey, verify as verifySignature } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { genesisOf, type ChainPoint } from '../lib/domain/audit/chain'
import { checkpointDigest, isSigned, keyIdOf, readCheckpoint } from '../lib/domain/audit/checkpoint'
import type { AuditEvent } from '../lib/domain/audit/event'
import { verifyChain } from '../lib/domain/audit/verify-chain'
import { sha256 } from './chain.fixture'
import { runVerifier, type Verdict } from './verifier.fixture'

const folder = path.join(import.meta.dirname, '..', 'docs', 'audit-vectors')
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
const Found = z.strictObject({ class: z.string(), seq: z.number() }).nullable()
const Index = z.strictObject({
  format: z.literal(1),
  chain: z.string(),
  genesis: z.string(),
  vectors: z.array(
    z.strictObject({
      what: z.string(),
      events: z.string(),
      checkpoints: z.string().optional(),
      key: z.string().optional(),
      exit: z.number(),
      finding: Found,
      chain: z.strictObject({ kind: z.string(), seq: z.number() }).nullish(),
    }),
  ),
})
const index = Index.parse(JSON.parse(read('index.json')))
const genesis = genesisOf(index.chain, sha256)
const linesOf = (name: string) => read(name).split('\n').slice(0, -1)

test('the beginning of the chain', () => {
  expect(genesis.hash).toBe(index.genesis)
})

describe('the command on its own', () => {
  test.each(index.vectors)('$events: $what', async ({ events, checkpoints, key, exit, finding }) => {
    const file = (name: string) => path.join(folder, name)
    const run = await runVerifier([
      ...['--json', '--in', file(events)],
      ...(checkpoints === undefined ? [] : ['--checkpoint', file(checkpoints)]),
      ...(key === undefined ? [] : ['--pub', file(key)]),
    ])
    expect(run.exit).toBe(exit)
    const [found] = (JSON.parse(run.stdout) as Verdict).findings
    expect(found ? { class: found.class, seq: found.seq } : null).toEqual(finding)
  })
})

describe('the verifier of the server, which looks at the links', () => {
  const chains = index.vectors.filter((vector) => vector.chain !== undefined)

  test.each(chains)('$events: $what', async ({ events, chain }) => {
    const all = linesOf(events).map((line) => JSON.parse(line) as AuditEvent)
    const result = await verifyChain(
      (async function* () {
        yield* all
      })(),
      { genesis: startOf(all), sha256 },
    )
    expect(result.firstBad ?? null).toEqual(chain)
  })

  function startOf([first]: AuditEvent[]): ChainPoint {
    if (!first || first.seq === 1) return genesis
    return { chainId: index.chain, epoch: first.epoch, seq: first.seq - 1, hash: first.prevHash }
  }
})

test('the checkpoints, as the signer’s own code reads them', () => {
  const key = createPublicKey(read('key.pem'))
  const checkpoints = linesOf('checkpoints.jsonl').map(readCheckpoint)
  expect(checkpoints.map(({ seq }) => seq)).toEqual([0, 4, 8])
  const raw = key.export({ format: 'der', type: 'spki' }).subarray(-32)
  for (const [place, checkpoint] of checkpoints.entries()) {
    const before = checkpoints[place - 1]
    expect(checkpoint.key).toBe(keyIdOf(raw, sha256))
    expect(checkpoint.previous).toBe(before ? checkpointDigest(before, sha256) : null)
    expect(isSigned(checkpoint, (bytes, signature) => verifySignature(null, bytes, key, signature))).toBe(
      true,
    )
  }
  const [changed] = linesOf('checkpoint-changed.jsonl').map(readCheckpoint)
  if (!changed) throw new Error('there is no checkpoint')
  expect(isSigned(changed, (bytes, signature) => verifySignature(null, bytes, key, signature))).toBe(false)
})
