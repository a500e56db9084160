import { randomUUID } from 'node:crypto'
import path from 'node:path'
import pg from 'pg'
import { planMigrations, readMigrations } from './migrations.mjs'

// Prisma's own lock, table and checksum: its command line elsewhere finds the database up to date.
const PRISMA_LOCK = 72707369
const LOCK_TIMEOUT = '60s'
const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`

// The group role that holds what the server may do; the first migration makes it.
const SERVER_ROLE = 'aviary_server'

const migrationsFolder = path.resolve(import.meta.dirname, '../../prisma/migrations')

/**
 * Applies what is missing of `folder` as the owner, each migration in a transaction of its own (a failed one leaves
 * nothing), then makes the user of `serverUrl` a member of the server's group role. Answers the applied names.
 */
export async function migrate({ ownerUrl, serverUrl, folder = migrationsFolder, log = () => undefined }) {
  const files = readMigrations(folder)
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`)
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK])
    await client.query('SET lock_timeout = DEFAULT')
    await client.query(TABLE)
    const { rows } = await client.query('SELECT * FROM "_prisma_migrations"')
    const { pending, warnings } = planMigrations(files, rows)
    for (const warning of warnings) log(`warning: ${warning}`)
    for (const file of pending) {
      await apply(client, file)
      log(`applied migration ${file.name}`)
    }
    if (pending.length === 0) log(`the database is up to date (${files.length} migrations)`)
    if (serverUrl) await grantServerRole(client, userOf(serverUrl), log)
    return pending.map((file) => file.name)
  } finally {
    await client.end()
  }
}

async function apply(client, { name, sql, checksum }) {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new Error(`migration ${name} failed and was rolled back: ${error.message}`, { cause: error })
  }
}

async function grantServerRole(client, user, log) {
  const { rows } = await client.query(
    `SELECT current_user = $2 AS same, to_regrole(quote_ident($2)) IS NOT NULL AS exists,
            to_regrole($1) IS NOT NULL AS made`,
    [SERVER_ROLE, user],
  )
  const [found] = rows
  if (!found.made) return
  if (!found.exists)
    throw new Error(`the user ${user} of DATABASE_URL does not exist; create it, then migrate again`)
  if (found.same) {
    throw new Error(
      'DATABASE_URL and MIGRATE_DATABASE_URL name the same user; the server must not own its tables',
    )
  }
  const { rowCount } = await client.query(
    `SELECT FROM pg_auth_members WHERE roleid = to_regrole($1) AND member = to_regrole(quote_ident($2))`,
    [SERVER_ROLE, user],
  )
  if (rowCount > 0) return
  await client.query(`GRANT ${SERVER_ROLE} TO ${client.escapeIdentifier(user)}`)
  log(`granted ${SERVER_ROLE} to ${user}`)
}

function userOf(url) {
  const user = new pg.Client({ connectionString: url }).user
  if (!user) throw new Error('DATABASE_URL names no user')
  return user
}
