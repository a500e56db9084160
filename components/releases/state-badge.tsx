import { Badge } from '@/components/ui/badge'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { stateSigns } from './release-words'

/** The state of a release: glyph and word. */
export function StateBadge({ state, testId }: { state: ReleaseDto['state']; testId?: string }) {
  const sign = stateSigns[state]
  return (
    <Badge tone={sign.tone} data-testid={testId} data-state={state}>
      <span aria-hidden className="text-2xs">
        {sign.glyph}
      </span>
      {sign.word}
    </Badge>
  )
}
