import { mkdir, open, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { type Checkpoint, checkpointLine, readLastCheckpoint } from '../lib/domain/audit/checkpoint'

/** No checkpoint is longer; the last one is looked for in the last bytes of the file. */
const tailBytes = 8_192

/** A file of checkpoints, one a line, that only grows. */
export interface Sink {
  /**
   * Reads the last one. What was cut off while it was written is removed, so only whoever may write calls this. Throws
   * when the last whole line is no checkpoint.
   */
  refresh(): Promise<Checkpoint | undefined>
  /** The last one, as read or written since. */
  last(): Checkpoint | undefined
  /** Resolves once it is on the disk. */
  append(checkpoint: Checkpoint): Promise<void>
  close(): Promise<void>
}

/** Opens the file, making it where there is none; `say` hears of a line that was cut off. */
export async function openSink(file: string, say: (words: string) => void): Promise<Sink> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true })
  const handle = await open(file, 'a+', 0o644)
  let last: Checkpoint | undefined
  return {
    refresh: async () => (last = await readLast(handle, file, say)),
    last: () => last,
    append: async (checkpoint) => {
      const { size } = await handle.stat()
      try {
        await handle.appendFile(`${checkpointLine(checkpoint)}\n`)
        await handle.sync()
      } catch (error) {
        // Half a line in the middle of the file would make all after it unreadable.
        await handle.truncate(size)
        throw error
      }
      last = checkpoint
    },
    close: () => handle.close(),
  }
}

async function readLast(
  handle: FileHandle,
  file: string,
  say: (words: string) => void,
): Promise<Checkpoint | undefined> {
  const { size } = await handle.stat()
  const length = Math.min(size, tailBytes)
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length)
  const end = buffer.lastIndexOf(0x0a) + 1
  if (end === 0 && size > tailBytes) throw new Error(`${file} is no file of checkpoints`)
  if (end < length) {
    say(`${file}: the last line was cut off while it was written; it is removed`)
    await handle.truncate(size - length + end)
    await handle.sync()
  }
  return readLastCheckpoint(buffer.toString('utf8', 0, end))
}
