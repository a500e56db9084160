import { DomainError } from '../domain/errors'
import type { TemplateRecord, TemplateStore } from '../domain/ports'
import type { Db } from './client'
import { badCursor, pageOf } from './cursor'
import { withStoreErrors } from './errors'
import type { PlanTemplate } from './generated/client'

/** How often a version number is tried that others took meanwhile. */
const attempts = 20

/** Plans under a name, in Postgres. */
export function createTemplateStore(db: Db): TemplateStore {
  return {
    add: (template) => withStoreErrors(() => add(db, template)),
    get: (name, version) =>
      withStoreErrors(async () => {
        const row = await db.planTemplate.findFirst({
          where: { name, ...(version !== undefined && { version }) },
          orderBy: { version: 'desc' },
        })
        return row ? toTemplate(row) : undefined
      }),
    list: ({ name, limit, cursor }) =>
      withStoreErrors(() =>
        name === undefined ? listNewest(db, limit, cursor) : listVersions(db, name, limit, cursor),
      ),
  }
}

// The insert waits for another that takes the same number, and is tried again when that one was kept.
async function add(db: Db, template: Omit<TemplateRecord, 'version'>): Promise<TemplateRecord> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const [row] = await db.$queryRaw<{ version: number }[]>`
      INSERT INTO plan_template (name, version, at, record)
      SELECT ${template.name}, coalesce(max(version), 0) + 1, ${template.at}::timestamptz,
        ${JSON.stringify(template)}::json
      FROM plan_template WHERE name = ${template.name}
      ON CONFLICT (name, version) DO NOTHING RETURNING version`
    if (row) return { ...template, version: row.version }
  }
  throw new DomainError('conflict', `Others are adding versions of ${template.name}. Try again.`)
}

/** The newest version of each name, by name. */
async function listNewest(db: Db, limit: number, cursor?: string) {
  const rows = await db.planTemplate.findMany({
    where: { ...(cursor !== undefined && { name: { gt: readName(cursor) } }) },
    distinct: ['name'],
    orderBy: [{ name: 'asc' }, { version: 'desc' }],
    take: limit + 1,
  })
  return pageOf(rows, limit, toTemplate, (row) => Buffer.from(row.name).toString('base64url'))
}

async function listVersions(db: Db, name: string, limit: number, cursor?: string) {
  const rows = await db.planTemplate.findMany({
    where: { name, ...(cursor !== undefined && { version: { lt: readVersion(cursor) } }) },
    orderBy: { version: 'desc' },
    take: limit + 1,
  })
  return pageOf(rows, limit, toTemplate, (row) => String(row.version))
}

function readName(cursor: string): string {
  const name = Buffer.from(cursor, 'base64url').toString()
  if (name.includes('\0')) throw badCursor()
  return name
}

function readVersion(cursor: string): number {
  if (!/^\d{1,9}$/.test(cursor)) throw badCursor()
  return Number(cursor)
}

function toTemplate(row: PlanTemplate): TemplateRecord {
  return { ...(row.record as unknown as TemplateRecord), version: row.version }
}
