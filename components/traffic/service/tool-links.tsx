'use client'
import { useQuery } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from '@/components/ui/dropdown-menu'
import { ToolLinkItems } from '@/components/charts/tool-link-items'
import { useChartSpan } from '@/components/charts/use-chart-span'
import { serviceLinksQuery, type ServiceRef } from '@/lib/queries/services'

const usual = { window: '15m' }

/** The service in other tools, for the window that its charts show; nothing where none are configured. */
export function ToolLinks({ service: { cluster, namespace, name } }: { service: ServiceRef }) {
  const [span] = useChartSpan(usual)
  const { data } = useQuery(serviceLinksQuery({ cluster, namespace, name }, span))
  if (data === undefined || data.items.length === 0) return null
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button>
          Open in
          <ExternalLink className="size-3.5" aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <ToolLinkItems links={data.items} />
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
