'use client'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
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
  const [open, setOpen] = useState(false)
  const { data: may } = useQuery(canQuery('audit.export', {}))
  const leftOut = exportLeavesOut(filters)
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button data-testid="audit-export" data-print="hide">
          <Download className="size-4" aria-hidden />
          Export
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Export the log" className="flex w-80 flex-col gap-2">
        <p className="font-medium">{exportRange(filters)}</p>
        {leftOut !== undefined && <p className="text-xs text-muted">{leftOut}</p>}
        {may?.allowed === false ? (
          <p className="text-degraded">
            <span aria-hidden>⊘</span> {may.reason}
          </p>
        ) : (
          formats.map(({ format, name, words }) => (
            <a
              key={format}
              href={auditExportHref(format, filters)}
              download
              data-testid={`audit-export-${format}`}
              onClick={() => setOpen(false)}
              className="rounded-md border border-line-strong px-3 py-1.5 hover:bg-stable-soft"
            >
              <span className="block font-medium">{name}</span>
              <span className="text-xs text-muted">{words}</span>
            </a>
          ))
        )}
        <p className="text-xs text-muted">The export itself becomes an event of the log.</p>
      </PopoverContent>
    </Popover>
  )
}
