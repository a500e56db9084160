import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A random secret of 32 bytes that is safe in URLs and headers. */
export function newSecret() {
  return randomBytes(32).toString('base64url')
}

/** Reads a JSON file, or answers undefined when there is none. A damaged file is an error that names it. */
export function readJson(file) {
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${file} is not JSON; remove it or start with --fresh`, { cause: error })
  }
}

/** Writes JSON readable by its owner alone. The file is replaced at once: a reader never sees half of it. */
export function writeSecretJson(file, value) {
  mkdirSync(path.dirname(file), { recursive: true })
  const half = `${file}.${process.pid}.half`
  writeFileSync(half, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  chmodSync(half, 0o600)
  renameSync(half, file)
}
