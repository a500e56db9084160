import { writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../lib/domain/audit/canonical'
import { chainOf, exportOf } from './chain.fixture'
import { folder } from './verifier.fixture'
import { verify } from './verify/verify.mjs'

const original = Buffer.from(exportOf(chainOf(13)))

/**
 * Whether bytes say the same as the original: as many lines, every one ended, each JSON of equal value in which no key
 * stands twice. White space between tokens and other ways to escape a letter of a string are all that is free.
 */
function saysTheSame(bytes: Buffer): boolean {
  const texts = [original, bytes].map(linesOf)
  const [was, is] = texts
  return (
    was !== undefined &&
    is !== undefined &&
    was.length === is.length &&
    was.every((line, index) => meaning(line) === meaning(is[index] ?? ''))
  )
}

function linesOf(bytes: Buffer): string[] | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.endsWith('\n') ? text.slice(0, -1).split('\n') : undefined
  } catch {
    return undefined
  }
}

/** Equal for lines of equal meaning; a number counts as it is written. */
function meaning(line: string): string {
  try {
    const numbers = line.replace(/"(?:[^"\\]|\\.)*"/g, '').match(/[-+.\deE]+/g)
    const keys = line.match(/"(?:[^"\\]|\\.)*"\s*:/g)?.length
    return canonicalJson([JSON.parse(line), numbers?.filter((it) => /\d/.test(it)) ?? null, keys ?? null])
  } catch {
    return `no meaning: ${line}`
  }
}

async function exitOf(bytes: Buffer, dir: string): Promise<number> {
  const file = path.join(dir, 'events.jsonl')
  writeFileSync(file, bytes)
  const result = await verify({ input: file, pub: [], checkpoint: [], apiserverAudit: [], account: [] })
  return result.exit
}

const position = fc.nat(original.length - 1)
const changes = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(position, fc.nat(7))
      .map(([at, bit]) => splice(at, 1, [(original[at] ?? 0) ^ (1 << bit)])),
  },
  { weight: 3, arbitrary: fc.tuple(position, fc.nat(255)).map(([at, byte]) => splice(at, 1, [byte])) },
  { weight: 2, arbitrary: position.map((at) => splice(at, 1, [])) },
  { weight: 2, arbitrary: fc.tuple(position, fc.nat(255)).map(([at, byte]) => splice(at, 0, [byte])) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(position, fc.constantFrom(32, 9, 10, 13, 92))
      .map(([at, byte]) => splice(at, 0, [byte])),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(position, fc.integer({ min: 2, max: 3_000 }))
      .map(([at, count]) => splice(at, count, [])),
  },
)

function splice(at: number, count: number, bytes: number[]): Buffer {
  return Buffer.concat([original.subarray(0, at), Buffer.from(bytes), original.subarray(at + count)])
}

test(
  'every change of a byte is found, unless the lines say the same as before',
  { timeout: 120_000 },
  async () => {
    const dir = folder()
    const seen = { same: 0, other: 0 }
    await fc.assert(
      fc.asyncProperty(changes, async (bytes) => {
        const same = saysTheSame(bytes)
        seen[same ? 'same' : 'other'] += 1
        // Whole lines taken away at the end are what a checkpoint is for.
        fc.pre(same || !isPrefixOfLines(bytes))
        expect((await exitOf(bytes, dir)) === 0).toBe(same)
      }),
      { numRuns: 3_000 },
    )
    expect(seen.same).toBeGreaterThan(0)
    expect(seen.other).toBeGreaterThan(1_000)
  },
)

function isPrefixOfLines(bytes: Buffer): boolean {
  const atEnd = bytes.equals(original.subarray(0, bytes.length)) && bytes.at(-1) === 10
  const atStart = bytes.equals(original.subarray(original.length - bytes.length))
  return atEnd || atStart
}

test('every bit of one event counts', { timeout: 120_000 }, async () => {
  const dir = folder()
  const start = original.indexOf('\n') + 1
  const end = original.indexOf('\n', start)
  const missed: number[] = []
  for (let at = start; at <= end; at += 1) {
    const bytes = splice(at, 1, [(original[at] ?? 0) ^ (1 << (at % 8))])
    if (!saysTheSame(bytes) && (await exitOf(bytes, dir)) === 0) missed.push(at)
  }
  expect(missed).toEqual([])
})
