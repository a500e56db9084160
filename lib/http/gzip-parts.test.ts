import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deflatedBlocks, gzipHeader, GzipSum, storedBlocks } from './gzip-parts'

const part = fc.record({
  text: fc.oneof(
    fc.string(),
    fc.string({ minLength: 1, maxLength: 4 }).map((some) => some.repeat(40_000)),
  ),
  stored: fc.boolean(),
})

describe('a gzip stream of parts', () => {
  it('reads as the parts one after the other, in any mixture', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const sum = new GzipSum()
        const pieces: Uint8Array[] = [gzipHeader]
        for (const { text, stored } of parts) {
          const bytes = Buffer.from(text)
          sum.add(bytes)
          pieces.push(stored ? storedBlocks(bytes) : await deflatedBlocks(bytes))
        }
        pieces.push(sum.end())
        expect(gunzipSync(Buffer.concat(pieces)).toString()).toBe(parts.map(({ text }) => text).join(''))
      }),
      { numRuns: 60 },
    )
  })

  it('can be read up to the last part before it has ended', async () => {
    const text = JSON.stringify({ rate: 1.5 }).repeat(100)
    const begun = Buffer.concat([gzipHeader, await deflatedBlocks(Buffer.from(text))])
    expect(gunzipSync(begun, { finishFlush: 2 }).toString()).toBe(text)
  })
})
