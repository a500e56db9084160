import { rename, writeFile } from 'node:fs/promises'

/** Writes a file that only its owner can read; readers see the old or the new content, never a part. */
export async function writePrivateFile(file: string, content: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`
  await writeFile(temporary, content, { mode: 0o600 })
  await rename(temporary, file)
}
