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

// The group roles that hold what the server and the signer may do; migrations make them.
const SERVER_ROLE = 'aviary_server'
const SIGNER_ROLE = 'aviary_signer'

const migrationsFolder = path.resolve(import.meta.dirname, '../../prisma/migrations')

/**
 * Applies what is missing of `folder` as the owner, each migration in a transaction of its own (a failed one leaves
 * nothing), then makes the users of `serverUrl` and `signerUrl` members of the group roles meant for them. Answers the
 * applied names.
 */
export async function migrate({
  ownerUrl,
  serverUrl,
  signerUrl,
  folder = migrationsFolder,
  log = () => undefined,
}) {
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
    if (serverUrl) await grantRole(client, SERVER_ROLE, 'DATABASE_URL', serverUrl, log)
    if (signerUrl) {
      if (serverUrl && userOf(signerUrl) === userOf(serverUrl))
        throw new Error('DATABASE_URL and SIGNER_DATABASE_URL name the same user; the server must not sign')
      await grantRole(client, SIGNER_ROLE, 'SIGNER_DATABASE_URL', signerUrl, log)
    }
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

async function grantRole(client, role, variable, url, log) {
  const user = userOf(url, variable)
  const { rows } = await client.query(
    `SELECT current_user = $2 AS same, to_regrole(quote_ident($2)) IS NOT NULL AS exists,
            to_regrole($1) IS NOT NULL AS made`,
    [role, user],
  )
  const [found] = rows
  if (!found.made) return
  if (!found.exists)
    throw new Error(`the user ${user} of ${variable} does not exist; create it, then migrate again`)
  if (found.same) {
    throw new Error(
      `${variable} and MIGRATE_DATABASE_URL name the same user; that one must not own the audit log`,
    )
  }
  const { rowCount } = await client.query(
    `SELECT FROM pg_auth_members WHERE roleid = to_regrole($1) AND member = to_regrole(quote_ident($2))`,
    [role, user],
  )
  if (rowCount > 0) return
  await client.query(`GRANT ${role} TO ${client.escapeIdentifier(user)}`)
  log(`granted ${role} to ${user}`)
}

function userOf(url, variable = 'DATABASE_URL') {
  const user = new pg.Client({ connectionString: url }).user
  if (!user) throw new Error(`${variable} names no user`)
  return user
}
