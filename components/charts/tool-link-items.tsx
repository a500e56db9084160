import { ExternalLink } from 'lucide-react'
import { DropdownMenuItem } from '@/components/ui/dropdown-menu'
import type { LinksDto } from '@/lib/contracts/services'

/** Links to other tools as entries of a menu; each opens a tab that knows nothing of this one. */
export function ToolLinkItems({ links }: { links: LinksDto['items'] }) {
  return links.map(({ name, url, version }) => (
    <DropdownMenuItem key={`${name} ${version ?? ''}`} asChild>
      <a href={url} target="_blank" rel="noopener noreferrer">
        {version === undefined ? name : `${name}, ${version}`}
        <ExternalLink className="ml-auto size-3.5 text-muted" aria-hidden />
        <span className="sr-only">(opens in a new tab)</span>
      </a>
    </DropdownMenuItem>
  ))
}
