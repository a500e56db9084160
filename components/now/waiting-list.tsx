import Link from 'next/link'
import { TimeAgo } from '@/components/ui/time-ago'
import { cn } from '@/lib/cn'
import type { Waiting } from './waiting'

const signs: Readonly<Record<Waiting['kind'], { glyph: string; word: string; className: string }>> = {
  approval: { glyph: '◇', word: 'approval', className: 'text-canary-text' },
  holding: { glyph: '◆', word: 'holding', className: 'text-degraded' },
  paused: { glyph: '❙❙', word: 'paused', className: 'text-canary-text' },
  failed: { glyph: '▲', word: 'abort failed', className: 'text-failing' },
  unknown: { glyph: '?', word: 'outcome unknown', className: 'text-degraded' },
}

/** What goes on only when a person does something. `known` is false until both lists have been read. */
export function WaitingList({ items, known }: { items: readonly Waiting[]; known: boolean }) {
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting" className="mb-2 text-sm font-semibold text-muted">
        Waits for a human
        {items.length > 0 && <span className="ml-2 text-text">{items.length}</span>}
      </h2>
      {items.length === 0 ? (
        <p className="rounded-lg border border-line bg-panel px-4 py-3 text-sm text-muted">
          {known ? 'Nothing does.' : 'Not known yet.'}
        </p>
      ) : (
        <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-panel">
          {items.map(({ key, href, title, kind, words, since }) => (
            <li key={key} className="relative px-4 py-3 hover:bg-stable-soft">
              <div className="flex items-baseline justify-between gap-3">
                <Link href={href} className="min-w-0 text-sm font-medium after:absolute after:inset-0">
                  {title}
                </Link>
                <span className={cn('text-xs whitespace-nowrap', signs[kind].className)}>
                  <span aria-hidden>{signs[kind].glyph}</span> {signs[kind].word}
                </span>
              </div>
              <p className="mt-0.5 text-xs text-muted">
                {words} <TimeAgo at={since} className="relative z-10" />
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
