import Link from 'next/link'
import { formatExact, formatTime } from '@/components/ui/format-time'
import { MarkerGlyph } from './marker-glyph'
import { kindWords, type Marker } from './prepare-markers'

const SHOWN = 8

/** What the marks in charts mean, newest first, for eyes, keyboards and screen readers alike. */
export function MarkerList({ markers }: { markers: readonly Marker[] }) {
  if (markers.length === 0)
    return <p className="text-xs text-muted">Nothing was moved, deployed or switched in this window.</p>
  const newest = markers.toReversed()
  return (
    <section aria-label="What happened in this window" className="text-xs text-muted">
      <List markers={newest.slice(0, SHOWN)} />
      {newest.length > SHOWN && (
        <details className="mt-1">
          <summary className="cursor-pointer">{newest.length - SHOWN} earlier ones</summary>
          <List markers={newest.slice(SHOWN)} />
        </details>
      )}
    </section>
  )
}

function List({ markers }: { markers: readonly Marker[] }) {
  return (
    <ol className="flex flex-col gap-1">
      {markers.map((marker) => (
        <li key={marker.key} className="flex items-baseline gap-2">
          <MarkerGlyph kind={marker.kind} className="shrink-0 self-center" />
          <time
            dateTime={new Date(marker.at).toISOString()}
            title={formatExact(marker.at)}
            className="tabular-nums"
          >
            {formatTime(marker.at)}
          </time>
          <span className="min-w-0 break-words">
            {kindWords[marker.kind]}{' '}
            {marker.href === undefined ? (
              <span className="text-text">{marker.words}</span>
            ) : (
              <Link href={marker.href} className="text-text underline underline-offset-2">
                {marker.words}
              </Link>
            )}
            , {marker.actor}
          </span>
        </li>
      ))}
    </ol>
  )
}
