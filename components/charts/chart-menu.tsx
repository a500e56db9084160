'use client'
import { Check, Copy, Download, MoreHorizontal } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import type { LinksDto, ServiceMetricsDto } from '@/lib/contracts/services'
import { ToolLinkItems } from './tool-link-items'
import { csvName, metricsCsv } from './prepare-csv'

interface ChartMenuProps {
  service: { namespace: string; name: string }
  metrics: ServiceMetricsDto | undefined
  links: LinksDto['items']
}

/** What can be taken away from the charts: their figures as CSV, and the same window in other tools. */
export function ChartMenu({ service, metrics, links }: ChartMenuProps) {
  const [said, setSaid] = useState('')
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('Copied as CSV')
    } catch {
      // Clipboards are closed to pages without focus or a secure origin.
      setSaid('The browser does not allow copying; download the file')
    }
  }
  return (
    <>
      <span role="status" className="text-xs text-muted">
        {said !== '' && <Check className="mr-1 inline size-3.5" aria-hidden />}
        {said}
      </span>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="icon" variant="ghost" className="size-7" aria-label="More about these charts">
            <MoreHorizontal className="size-4" aria-hidden />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem
            disabled={metrics === undefined}
            onSelect={() => {
              if (metrics !== undefined) download(metricsCsv(metrics), csvName(service, metrics))
            }}
          >
            <Download className="size-3.5" aria-hidden />
            Download as CSV
          </DropdownMenuItem>
          <DropdownMenuItem
            disabled={metrics === undefined}
            onSelect={() => {
              if (metrics !== undefined) void copy(metricsCsv(metrics))
            }}
          >
            <Copy className="size-3.5" aria-hidden />
            Copy as CSV
          </DropdownMenuItem>
          {links.length > 0 && (
            <>
              <DropdownMenuSeparator />
              <DropdownMenuLabel>This window in</DropdownMenuLabel>
              <ToolLinkItems links={links} />
            </>
          )}
        </DropdownMenuContent>
      </DropdownMenu>
    </>
  )
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
