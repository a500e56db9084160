import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A hash of the names and contents of these files and folders below `base`. What does not exist counts as empty. */
export function hashTree(base, names, skip = () => false) {
  const hash = createHash('sha256')
  for (const name of names) {
    for (const file of filesBelow(base, name)) {
      if (skip(file)) continue
      const content = readFileSync(path.join(base, file))
      hash.update(`${file}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

/** The files below `name` (or itself), sorted, as paths relative to `base` with forward slashes. */
export function filesBelow(base, name) {
  const stat = statSync(path.join(base, name), { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [name]
  return readdirSync(path.join(base, name))
    .sort()
    .flatMap((entry) => filesBelow(base, `${name}/${entry}`))
}

/** Runs `work` unless it was already done for this hash, as remembered in `file`. Answers whether it ran. */
export async function onceForHash(file, hash, work) {
  const kept = statSync(file, { throwIfNoEntry: false }) && readFileSync(file, 'utf8').trim()
  if (kept === hash) return false
  await work()
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${hash}\n`)
  return true
}
