import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { show } from './show.mjs'

/** The command was called wrongly, or a file cannot be read: nothing was verified. */
export class UsageFault extends Error {}

/** Compressed data that end too early (`cut`), or are damaged. */
export class PackedFault extends Error {
  /** @param {string} message @param {boolean} cut */
  constructor(message, cut) {
    super(message)
    this.cut = cut
  }
}

const pieceBytes = 1024 * 1024

/**
 * The bytes of a file, or of standard input for `-`, unpacked when they begin as gzip does.
 * @param {string} name
 * @returns {AsyncGenerator<Buffer>}
 */
export async function* readBytes(name) {
  const source = name === '-' ? process.stdin : await openFile(name)
  try {
    const pieces = source[Symbol.asyncIterator]()
    let head = Buffer.alloc(0)
    while (head.length < 2) {
      const { value, done } = await pieces.next()
      if (done) break
      head = Buffer.concat([head, value])
    }
    const all = joined(head, pieces)
    if (head[0] === 0x1f && head[1] === 0x8b) yield* unpacked(all)
    else yield* all
  } catch (error) {
    if (error.syscall !== undefined) throw new UsageFault(`${show(name)} cannot be read (${error.code})`)
    throw error
  } finally {
    source.destroy()
  }
}

/** A whole small file as text. @param {string} name */
export async function readSmall(name) {
  const limit = 256 * pieceBytes
  const parts = []
  let size = 0
  for await (const piece of readBytes(name)) {
    size += piece.length
    if (size > limit) throw new UsageFault(`${show(name)} is larger than ${limit} bytes`)
    parts.push(piece)
  }
  return Buffer.concat(parts)
}

async function openFile(name) {
  try {
    const file = await open(name)
    if ((await file.stat()).isDirectory()) {
      await file.close()
      throw new UsageFault(`${show(name)} is a folder`)
    }
    return createReadStream('', { fd: file, highWaterMark: pieceBytes })
  } catch (error) {
    if (error instanceof UsageFault) throw error
    const why = error.code === 'ENOENT' ? 'does not exist' : `cannot be read (${error.code})`
    throw new UsageFault(`${show(name)} ${why}`)
  }
}

async function* joined(head, pieces) {
  if (head.length > 0) yield head
  for (;;) {
    const { value, done } = await pieces.next()
    if (done) return
    yield value
  }
}

async function* unpacked(pieces) {
  const packed = Readable.from(pieces)
  const gunzip = createGunzip({ chunkSize: pieceBytes })
  packed.on('error', (error) => gunzip.destroy(error))
  try {
    yield* packed.pipe(gunzip)
  } catch (error) {
    if (!String(error.code).startsWith('Z_')) throw error
    const cut = error.code === 'Z_BUF_ERROR'
    throw new PackedFault(`the compressed data ${cut ? 'end too early' : 'are damaged'}`, cut)
  } finally {
    packed.destroy()
  }
}
