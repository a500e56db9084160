import { cn } from '@/lib/cn'
import { badgeSign } from '../badges'

interface NodeBadgesProps {
  badges: readonly string[]
  /** More than these are counted. */
  most: number
  className?: string
}

/** The badges of a node as small signs; what they mean stands in the legend, in the inspector and on hover. */
export function NodeBadges({ badges, most, className }: NodeBadgesProps) {
  if (badges.length === 0) return null
  const shown = badges.length > most ? badges.slice(0, most - 1) : badges
  const rest = badges.length - shown.length
  return (
    <span className={cn('flex shrink-0 items-center gap-1', className)}>
      {shown.map((badge) => {
        const { word, meaning, icon: Icon, tone } = badgeSign(badge)
        return (
          <span
            key={badge}
            title={`${word}: ${meaning}`}
            className={cn('inline-flex', tone === 'degraded' ? 'text-degraded' : 'text-muted')}
          >
            <Icon className="size-3.5" aria-hidden />
            <span className="sr-only">{word}</span>
          </span>
        )
      })}
      {rest > 0 && (
        <span className="text-2xs text-muted" title={badges.map((badge) => badgeSign(badge).word).join(', ')}>
          +{rest}
        </span>
      )}
    </span>
  )
}
