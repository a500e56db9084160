'use client'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import type { ExportFormat } from '@/lib/domain/audit/export-lines'
import { auditExportHref, type AuditFilters } from '@/lib/queries/audit'
import { canQuery } from '@/lib/queries/me'
import { exportLeavesOut, exportRange } from './export-words'

const formats: readonly { format: ExportFormat; name: string; words: string }[] = [
  { format: 'jsonl', name: 'JSON Lines', words: 'The proof: it can be verified offline.' },
  { format: 'csv', name: 'CSV', words: 'For spreadsheets; nothing in it runs as a formula.' },
]

/** Downloads of the log between the times of the filters. */
export function ExportMenu({ filters }: { filters: AuditFilters }) {
  const { data: may } = useQuery(canQuery('audit.export', {}))
  const leftOut = exportLeavesOut(filters)
  return (
    <DropdownMenu modal={false}>
      <DropdownMenuTrigger asChild>
        <Button data-testid="audit-export" data-print="hide">
          <Download className="size-4" aria-hidden />
          Export
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-80 max-w-[calc(100vw-1rem)]">
        <DropdownMenuLabel>
          <span className="block font-medium text-text">{exportRange(filters)}</span>
          {leftOut !== undefined && <span className="mt-0.5 block">{leftOut}</span>}
          {may?.allowed === false && <span className="mt-0.5 block text-degraded">⊘ {may.reason}</span>}
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        {formats.map(({ format, name, words }) => (
          <DropdownMenuItem
            key={format}
            asChild
            disabled={may?.allowed === false}
            className="flex-col items-start gap-0"
          >
            <a href={auditExportHref(format, filters)} download data-testid={`audit-export-${format}`}>
              <span className="font-medium">{name}</span>
              <span className="text-xs text-muted">{words}</span>
            </a>
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
        <DropdownMenuLabel>The export itself becomes an event of the log.</DropdownMenuLabel>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
