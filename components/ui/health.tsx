import type { HealthDto } from '@/lib/contracts/common'
import { cn } from '@/lib/cn'

type HealthState = HealthDto['state']

/** Shape, word and colour of each state of health; the shape is there so that colour never stands alone. */
export const healthSigns: Record<HealthState, { glyph: string; word: string; className: string }> = {
  ok: { glyph: '●', word: 'ok', className: 'text-ok' },
  degraded: { glyph: '◆', word: 'degraded', className: 'text-degraded' },
  failing: { glyph: '▲', word: 'failing', className: 'text-failing' },
  unknown: { glyph: '○', word: 'too little traffic', className: 'text-muted' },
}

interface HealthProps {
  health: HealthDto
  className?: string
  /** On a phone the sign alone is seen; the word is still read out. */
  brief?: boolean
}

/** "● ok", "◆ degraded", "▲ failing", "○ too little traffic"; the reason on hover. */
export function Health({ health, className, brief = false }: HealthProps) {
  const sign = healthSigns[health.state]
  return (
    <span
      className={cn('inline-flex items-center gap-1.5 whitespace-nowrap', sign.className, className)}
      title={health.reason}
    >
      <span aria-hidden>{sign.glyph}</span>
      <span className={cn(brief && 'max-sm:sr-only')}>{sign.word}</span>
    </span>
  )
}
