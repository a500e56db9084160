import { verificationSigns } from '@/components/traffic/split-bar/verification-signs'
import type { ReleaseDto } from '@/lib/contracts/releases'
import { Badge } from '@/components/ui/badge'

/** Whether the traffic follows what the step in hand wants, as a badge; the reason on hover. */
export function SplitWord({ split }: { split: NonNullable<ReleaseDto['split']> }) {
  const { glyph, word, className } = verificationSigns[split.state]
  return (
    <Badge data-testid="split-word" data-state={split.state} title={split.reason}>
      <span className={className}>
        <span aria-hidden>{glyph}</span> split {word}
      </span>
    </Badge>
  )
}
