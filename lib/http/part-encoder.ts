import type { TextParts } from '../services/topology/shared-text'
import { gzipHeader, GzipSum, storedBlocks } from './gzip-parts'

/** A part as it is, and as compressed blocks where others share those. */
interface Prepared {
  plain: Uint8Array
  blocks?: Uint8Array
}

/** Writes parts one after the other, as they are or as one gzip stream that takes over what was compressed for all. */
export class PartEncoder {
  private readonly sum = new GzipSum()

  constructor(private readonly gzip: boolean) {}

  begin(): Uint8Array[] {
    return this.gzip ? [gzipHeader] : []
  }

  /** Waits for the compression of shared parts; what comes of it is written by `write`, in any order. */
  prepare(parts: TextParts): Promise<Prepared[]> {
    return Promise.all(
      parts.map(async (part): Promise<Prepared> => {
        if (typeof part === 'string') return { plain: Buffer.from(part) }
        return this.gzip ? { plain: part.bytes, blocks: await part.deflated() } : { plain: part.bytes }
      }),
    )
  }

  write(parts: readonly Prepared[]): Uint8Array[] {
    return parts.map(({ plain, blocks }) => {
      if (!this.gzip) return plain
      this.sum.add(plain)
      return blocks ?? storedBlocks(plain)
    })
  }

  text(text: string): Uint8Array[] {
    return this.write([{ plain: Buffer.from(text) }])
  }

  end(): Uint8Array[] {
    return this.gzip ? [this.sum.end()] : []
  }
}
