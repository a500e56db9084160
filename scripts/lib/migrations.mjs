import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** The migrations of a folder in the order in which they apply, as `{name, sql, checksum}`. */
export function readMigrations(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * What is to be done with these files, given the rows of `_prisma_migrations`: `{pending, warnings}`. Throws when a
 * migration stands there as begun and not ended: only a person can know what state that left.
 */
export function planMigrations(files, rows) {
  const standing = rows.filter((row) => row.rolled_back_at === null)
  const broken = standing.find((row) => row.finished_at === null)
  if (broken) {
    throw new Error(
      `migration ${broken.migration_name} was begun at ${broken.started_at.toISOString()} and never ended; ` +
        'look at the database, then say which with `npx prisma migrate resolve`',
    )
  }
  const applied = new Map(standing.map((row) => [row.migration_name, row.checksum]))
  const known = new Set(files.map((file) => file.name))
  const edited = files.filter((file) => applied.has(file.name) && applied.get(file.name) !== file.checksum)
  const strange = [...applied.keys()].filter((name) => !known.has(name))
  return {
    pending: files.filter((file) => !applied.has(file.name)),
    warnings: [
      ...edited.map((file) => `migration ${file.name} was edited after it was applied`),
      ...strange.map((name) => `migration ${name} is in the database, but not here: a newer Aviary made it`),
    ],
  }
}
