import { Badge } from '@/components/ui/badge'
import type { RolloutDto } from '@/lib/contracts/rollouts'
import { stateSigns } from './rollout-words'

/** The state of a release that others run: glyph and word. */
export function RolloutStateBadge({ state, testId }: { state: RolloutDto['state']; testId?: string }) {
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
