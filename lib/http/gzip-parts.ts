import { constants, crc32, deflateRaw } from 'node:zlib'
import { promisify } from 'node:util'

// A gzip stream put together from parts, RFC 1952 and 1951: parts that are compressed once and shared by many readers,
// and small texts between them as they are. No part refers back to another.

const deflate = promisify(deflateRaw)
const longestStored = 65_535

/** Deflate, without a name or a time, of an unknown system. */
export const gzipHeader: Uint8Array = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)

/** Bytes as compressed blocks that end on a byte; none is marked as the last. */
export function deflatedBlocks(bytes: Uint8Array): Promise<Uint8Array> {
  return deflate(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
}

/** Bytes as they are, in stored blocks; none is marked as the last. */
export function storedBlocks(bytes: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = []
  for (let from = 0; from < bytes.length; from += longestStored) {
    const part = bytes.subarray(from, from + longestStored)
    const head = Buffer.alloc(5)
    head.writeUInt16LE(part.length, 1)
    head.writeUInt16LE(part.length ^ 0xffff, 3)
    blocks.push(head, part)
  }
  return Buffer.concat(blocks)
}

/** The sum that a gzip stream ends with, of all plain bytes so far. */
export class GzipSum {
  private crc = 0
  private length = 0

  add(plain: Uint8Array): void {
    this.crc = crc32(plain, this.crc)
    this.length = (this.length + plain.length) % 2 ** 32
  }

  /** An empty last block, then the sum. */
  end(): Uint8Array {
    const bytes = Buffer.alloc(10)
    bytes.writeUInt16LE(0x0003, 0)
    bytes.writeUInt32LE(this.crc, 2)
    bytes.writeUInt32LE(this.length, 6)
    return bytes
  }
}
