import { toAuditValue } from '../../domain/audit/canonical'
import { exportCsvHead, exportCsvRow, exportLine, type ExportFormat } from '../../domain/audit/export-lines'
import type { AuditRange } from '../../domain/ports'
import { authorise, everywhere } from '../authorise'
import type { ServiceContext } from '../context'
import { actorOf } from './actor'

export interface AuditExport {
  /** The numbers it holds; undefined where the times hold no event. */
  range: AuditRange | undefined
  pieces: AsyncIterable<string>
}

/** Characters that are gathered into one piece. */
const pieceLength = 64 * 1024

/**
 * The chain between two times as an unbroken run of numbers, oldest first, in pieces as they are read. The export is an
 * event itself, recorded before the first piece; it ends at that event. Needs `audit.export` on everything, since a run
 * of numbers leaves nothing out. Throws in the middle where the log cannot be read on.
 */
export async function exportAudit(
  ctx: ServiceContext,
  { format, from, to }: { format: ExportFormat; from?: string | undefined; to?: string | undefined },
): Promise<AuditExport> {
  await authorise(ctx, 'audit.export', everywhere)
  const { audit } = ctx.ports.store
  const times = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
  const chain = (await ctx.ports.auditGenesis()).chainId
  const own = await audit.append({
    id: ctx.ports.newId(),
    time: ctx.now().toISOString(),
    kind: 'read',
    action: 'audit.export',
    result: 'applied',
    actor: actorOf(ctx.viewer),
    detail: toAuditValue({ format, filter: times, requestId: ctx.requestId }),
  })
  const range = await audit.range({ ...times, last: own.seq })
  return { range, pieces: pieces(ctx, format, chain, range) }
}

async function* pieces(
  ctx: ServiceContext,
  format: ExportFormat,
  chain: string,
  range: AuditRange | undefined,
): AsyncGenerator<string> {
  const write = format === 'csv' ? exportCsvRow : exportLine
  let piece = format === 'csv' ? exportCsvHead : ''
  if (range !== undefined)
    for await (const event of ctx.ports.store.audit.stream(range.first)) {
      if (event.seq > range.last) break
      piece += write(event, chain)
      if (piece.length < pieceLength) continue
      yield piece
      piece = ''
    }
  if (piece !== '') yield piece
}
