import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const Script = z.strictObject({
  words: z.string(),
  of: z.enum(['version', 'prometheus']),
  script: z.string(),
})
/** A fault by name: what happens, to whom, and the script that brings it about. */
export type Script = z.infer<typeof Script>

/** Names of all scripts in a folder. */
export async function scriptNames(folder: string): Promise<string[]> {
  const files = await readdir(folder)
  return files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => path.basename(file, '.yaml'))
    .sort()
}

export async function readScript(folder: string, name: string): Promise<Script> {
  const known = await scriptNames(folder)
  if (!known.includes(name)) throw new Error(`there is no fault ${name}; there are ${known.join(', ')}`)
  return Script.parse(parse(await readFile(path.join(folder, `${name}.yaml`), 'utf8')))
}
