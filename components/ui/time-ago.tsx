'use client'
import { cn } from '@/lib/cn'
import { formatExact, formatRelative } from './format-time'
import { Tooltip } from './tooltip'
import { useNow } from './use-now'

interface TimeAgoProps {
  /** RFC 3339. */
  at: string
  className?: string
}

/** A time as distance from now; the exact one, in the viewer's zone, on hover and focus. */
export function TimeAgo({ at, className }: TimeAgoProps) {
  const now = useNow()
  const time = Date.parse(at)
  if (Number.isNaN(time)) return <span className={className}>{at}</span>
  return (
    <Tooltip content={formatExact(time)}>
      <time
        dateTime={at}
        tabIndex={0}
        className={cn('whitespace-nowrap', className)}
        suppressHydrationWarning
      >
        {now === 0 ? formatExact(time) : formatRelative(time, now)}
      </time>
    </Tooltip>
  )
}
