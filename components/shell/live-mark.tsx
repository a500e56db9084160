'use client'
import { formatDuration } from '@/components/ui/format-time'
import { useNow } from '@/components/ui/use-now'
import { cn } from '@/lib/cn'
import { useLiveEvents } from '@/lib/queries/use-live-events'

/** "live, 2 s old": how the page is kept up to date, and when it last heard anything. */
export function LiveMark() {
  const { state, heardAt, stale } = useLiveEvents()
  const now = useNow()
  const age = heardAt === 0 || now === 0 ? '' : `, ${formatDuration((now - heardAt) / 1000)} old`
  const sign =
    stale !== null
      ? { glyph: '◆', words: 'stale', className: 'text-degraded', title: stale }
      : {
          live: {
            glyph: '●',
            words: 'live',
            className: 'text-ok',
            title: 'Changes are shown as they happen.',
          },
          connecting: {
            glyph: '○',
            words: 'connecting',
            className: 'text-muted',
            title: 'Opening the live channel.',
          },
          polling: {
            glyph: '◆',
            words: 'polling',
            className: 'text-degraded',
            title: 'The live channel is down; this page asks every 5 seconds. Moves and aborts work.',
          },
        }[state]
  return (
    <span
      className="inline-flex items-center text-sm whitespace-nowrap text-muted"
      title={sign.title}
      data-testid="live-mark"
    >
      <span aria-hidden className={cn('mr-1.5 text-2xs', sign.className)}>
        {sign.glyph}
      </span>
      {sign.words}
      <span className="hidden sm:inline">{age}</span>
    </span>
  )
}
