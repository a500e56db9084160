import { toAuditValue } from '../../domain/audit/canonical'
import type { Page, PageQuery } from '../../domain/ports'
import type { ReleaseRecord } from '../../domain/release/release'
import { actorOf } from '../audit/actor'
import { authorise, can, scopeOf } from '../authorise'
import { callDto } from '../calls/read-calls'
import type { ServiceContext } from '../context'
import { operationDto } from '../operations/read-operations'
import { approvalDto } from './approval-dto'
import { measurementDto } from './release-checks'
import { requireRelease } from './require-release'

const pageSize = 200

/**
 * Everything that is known of a release as one JSON document, in pieces as they are read; audit events for those who may
 * read them. The export is an audit event itself, recorded before the first piece. An error in the middle ends the
 * pieces, so that the document is no JSON.
 */
export async function exportRelease(ctx: ServiceContext, id: string): Promise<AsyncIterable<string>> {
  const release = await requireRelease(ctx, id)
  await authorise(ctx, 'view', scopeOf(release.service))
  const withAudit = can(ctx, 'audit.read', scopeOf(release.service)).allowed
  const now = await ctx.ports.store.now()
  await ctx.ports.store.audit.append({
    id: ctx.ports.newId(),
    time: now.toISOString(),
    kind: 'read',
    action: 'release.export',
    result: 'applied',
    actor: actorOf(ctx.viewer),
    service: release.service,
    release: release.id,
    detail: toAuditValue({ audit: withAudit, version: release.version, requestId: ctx.requestId }),
  })
  return pieces(ctx, release, withAudit, now)
}

async function* pieces(
  ctx: ServiceContext,
  release: ReleaseRecord,
  withAudit: boolean,
  now: Date,
): AsyncGenerator<string> {
  const { store, snapshots } = ctx.ports
  const { plan, approvals, ...rest } = release
  const head = {
    format: 'aviary-release/1',
    exportedAt: now.toISOString(),
    exportedBy: ctx.viewer.name,
    release: rest,
    plan,
    approvals: approvals.map((approval) => approvalDto(release, approval, now)),
  }
  yield JSON.stringify(head).slice(0, -1)
  const ofRelease = { release: release.id }
  yield* list('operations', (page) => store.operations.list({ ...page, ...ofRelease }), operationDto)
  yield* list('snapshots', (page) => snapshots.list({ ...page, ...ofRelease }), same)
  yield* list('measurements', (page) => store.evidence.list({ ...page, ...ofRelease }), measurementDto)
  yield* list('calls', (page) => store.calls.list({ ...page, ...ofRelease }), callDto)
  if (withAudit) yield* list('audit', (page) => store.audit.list({ ...page, ...ofRelease }), same)
  yield '}\n'
}

const same = <T>(value: T): T => value

/** `,"name":[…]`, a page at a time. */
async function* list<T>(
  name: string,
  read: (page: PageQuery) => Promise<Page<T>>,
  toDto: (item: T) => unknown,
): AsyncGenerator<string> {
  yield `,${JSON.stringify(name)}:[`
  let separator = ''
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Page<T> = await read({ limit: pageSize, ...(cursor === undefined ? {} : { cursor }) })
    if (page.items.length > 0) {
      yield separator + page.items.map((item) => JSON.stringify(toDto(item))).join(',')
      separator = ','
    }
    cursor = page.next
  }
  yield ']'
}
