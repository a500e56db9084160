import type { Db } from './client'
import { withStoreErrors } from './errors'

export interface SchemaCheck {
  ok: boolean
  /** What is wrong and what to do about it, a sentence or two each. */
  problems: string[]
}

interface Rights {
  user: string
  superuser: boolean
  owns: boolean
  writes: boolean
  appends: boolean
  zone: string
}

const migrateWords = 'Set MIGRATE_DATABASE_URL to the owner of the tables and run `npm run migrate`'

/**
 * Whether the server may start on this database: every migration that it knows is applied (further ones are a newer
 * server's), and its role can append to the audit log, but neither change nor own it.
 */
export async function checkSchema(db: Db, expectedMigrations: string[]): Promise<SchemaCheck> {
  const problems = await withStoreErrors(async () => {
    const missing = await missingMigrations(db, expectedMigrations)
    if (missing.length > 0)
      return [`The database lacks the migrations ${missing.join(', ')}. ${migrateWords}.`]
    return rightsProblems(await readRights(db))
  })
  return { ok: problems.length === 0, problems }
}

// A role without the group cannot even read which migrations there are: then none counts as applied.
async function missingMigrations(db: Db, expected: string[]): Promise<string[]> {
  const [table] = await db.$queryRaw<{ readable: boolean | null }[]>`
    SELECT has_table_privilege(to_regclass('public._prisma_migrations'), 'SELECT') AS readable`
  if (!table?.readable) return expected
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM public._prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`
  const applied = new Set(rows.map((row) => row.name))
  return expected.filter((name) => !applied.has(name))
}

async function readRights(db: Db): Promise<Rights | undefined> {
  const [rights] = await db.$queryRaw<Rights[]>`
    SELECT current_user::text AS user,
      (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
      (SELECT bool_or(pg_has_role(current_user, relowner, 'MEMBER')) FROM pg_class
        WHERE oid IN ('public.audit_event'::regclass, 'public.audit_head'::regclass,
          'public.audit_checkpoint'::regclass)) AS owns,
      (SELECT bool_or(has_table_privilege(name, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')
          OR has_any_column_privilege(name, 'INSERT, UPDATE'))
        FROM unnest(ARRAY['public.audit_event', 'public.audit_head', 'public.audit_checkpoint']) AS name) AS writes,
      has_function_privilege('public.audit_append(text)', 'EXECUTE')
        AND has_table_privilege('public.audit_event', 'SELECT') AS appends,
      current_setting('TimeZone') AS zone`
  return rights
}

function rightsProblems(rights: Rights | undefined): string[] {
  if (!rights) return ['The database did not say which rights the server has.']
  const { user } = rights
  const other = 'Give DATABASE_URL another user, one that is only a member of aviary_server'
  const problems: [boolean, string][] = [
    [rights.superuser, `${user} is a superuser and could rewrite the audit log. ${other}.`],
    [rights.owns && !rights.superuser, `${user} owns the audit tables and could rewrite them. ${other}.`],
    [rights.writes && !rights.owns, `${user} may write to the audit tables directly. ${other}.`],
    [
      !rights.appends,
      `${user} may not use the audit log. As the owner run: GRANT aviary_server TO "${user}".`,
    ],
    [
      rights.zone !== 'UTC',
      `The session is in the time zone ${rights.zone}. Remove \`options\` from DATABASE_URL.`,
    ],
  ]
  return problems.filter(([holds]) => holds).map(([, words]) => words)
}
