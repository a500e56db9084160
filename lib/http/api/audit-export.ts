import { AuditExportParams } from '../../contracts/audit'
import type { ExportFormat } from '../../domain/audit/export-lines'
import type { AuditRange } from '../../domain/ports'
import { exportAudit } from '../../services/audit/export-audit'
import { endpoint } from '../endpoint'
import { fileDownload } from '../file-download'
import type { RouteEntry } from '../match-path'

const types: Readonly<Record<ExportFormat, string>> = {
  jsonl: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
}

export const auditExportRoutes: RouteEntry[] = [
  {
    path: '/audit/export',
    methods: {
      GET: endpoint({
        summary: 'An unbroken run of the audit log as a file, oldest first',
        verbs: ['audit.export'],
        query: AuditExportParams,
        media: ['application/x-ndjson', 'text/csv'],
        run: async (ctx, { query, headers }) => {
          const { range, pieces } = await exportAudit(ctx, query)
          return {
            stream: fileDownload(pieces, {
              fileName: fileName(range, query.format),
              contentType: types[query.format],
              requestId: ctx.requestId,
              headers,
            }),
          }
        },
      }),
    },
  },
]

const fileName = (range: AuditRange | undefined, format: ExportFormat): string =>
  `aviary-audit-${range === undefined ? 'empty' : `${range.first}-${range.last}`}.${format}`
