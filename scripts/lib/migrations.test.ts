import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { planMigrations, readMigrations, type MigrationRow } from './migrations.mjs'

const file = (name: string, checksum = name) => ({ name, sql: '', checksum })
const row = (name: string, change: Partial<MigrationRow> = {}): MigrationRow => ({
  migration_name: name,
  checksum: name,
  started_at: new Date(0),
  finished_at: new Date(1),
  rolled_back_at: null,
  ...change,
})

test('migrations are read in the order of their names, with the checksum that Prisma writes', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'aviary-migrations-'))
  for (const name of ['0002_more', '0001_init']) {
    mkdirSync(path.join(folder, name))
    writeFileSync(path.join(folder, name, 'migration.sql'), 'SELECT 1;\n')
  }
  writeFileSync(path.join(folder, 'migration_lock.toml'), '')
  const found = readMigrations(folder)
  rmSync(folder, { recursive: true })
  expect(found.map(({ name }) => name)).toEqual(['0001_init', '0002_more'])
  // printf 'SELECT 1;\n' | sha256sum
  expect(found[0]?.checksum).toBe('b4e0497804e46e0a0b0b8c31975b062152d551bac49c3c2e80932567b4085dcd')
})

test('what is not applied is pending; what was rolled back is pending again', () => {
  const rows = [row('1'), row('2', { rolled_back_at: new Date(2), finished_at: null })]
  const { pending, warnings } = planMigrations([file('1'), file('2'), file('3')], rows)
  expect(pending.map(({ name }) => name)).toEqual(['2', '3'])
  expect(warnings).toEqual([])
})

test('a migration that never ended stops everything', () => {
  expect(() => planMigrations([file('1')], [row('1', { finished_at: null })])).toThrow(
    /1 was begun at 1970.*never ended/,
  )
})

test('edited and unknown migrations are named', () => {
  const { pending, warnings } = planMigrations([file('1', 'edited')], [row('1'), row('9')])
  expect(pending).toEqual([])
  expect(warnings).toEqual([
    'migration 1 was edited after it was applied',
    'migration 9 is in the database, but not here: a newer Aviary made it',
  ])
})
