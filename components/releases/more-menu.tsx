'use client'
import { Ellipsis } from 'lucide-react'
import { Button } from '@/components/ui/button'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import type { ReleaseDto } from '@/lib/contracts/releases'
import type { ReleaseActions, verbNames } from './use-release-actions'
import type { VerbBlocks } from './use-verb-blocks'

interface MoreMenuProps {
  release: ReleaseDto
  actions: ReleaseActions
  blocks: VerbBlocks
}

/** The verbs that are used seldom; what can't be used says why. */
export function MoreMenu({ release, actions, blocks }: MoreMenuProps) {
  const item = (verb: keyof typeof verbNames | 'set-weight', label: string) => {
    const block = blocks[verb]
    return (
      <DropdownMenuItem
        data-testid={verb}
        disabled={block !== undefined}
        onSelect={() => actions.press(verb)}
        className="flex-col items-start gap-0 data-[disabled]:opacity-100"
      >
        <span className={block === undefined ? undefined : 'text-faint'}>{label}</span>
        {block !== undefined && <span className="max-w-64 text-xs text-muted">{block}</span>}
      </DropdownMenuItem>
    )
  }
  return (
    <DropdownMenu modal={false}>
      <DropdownMenuTrigger asChild>
        <Button size="icon" className="size-9" aria-label="More" data-testid="more">
          <Ellipsis className="size-4" aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" onCloseAutoFocus={(event) => event.preventDefault()}>
        {release.state === 'holding' && item('pause', 'Pause')}
        {item('promote-full', 'Promote to 100 %…')}
        {item('set-weight', 'Set weight…')}
        <DropdownMenuSeparator />
        {item('retry', 'Retry…')}
        {item('undo', 'Undo…')}
        {release.state === 'promoted' && item('retire', `Retire ${release.from}…`)}
        {release.state === 'draft' && item('delete', 'Delete draft…')}
      </DropdownMenuContent>
    </DropdownMenu>
  )
}
