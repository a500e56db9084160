import { formatTime } from '@/components/ui/format-time'
import type { ServiceMetricsDto } from '@/lib/contracts/services'

export type Marker = ServiceMetricsDto['annotations'][number]

/** Operations have ids; changes of flags are told apart by when and what. */
export const markerKey = ({ operation, at, words }: Marker) => operation ?? `${at} ${words}`

/** What a marker says: flags by their word, since they are not moves of Aviary's. */
export const markerWords = ({ kind, words, actor }: Marker) =>
  `${kind === 'flag' ? 'flag ' : ''}${words}, ${actor}`

/** What the marks in charts mean, as a list for all. */
export function MarkerList({ markers }: { markers: readonly Marker[] }) {
  if (markers.length === 0) return null
  return (
    <ol
      aria-label="Operations and flags in this window"
      className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-muted"
    >
      {markers.map((marker) => (
        <li key={markerKey(marker)}>
          <MarkerGlyph kind={marker.kind} />
          <time dateTime={marker.at}>{formatTime(marker.at)}</time> {markerWords(marker)}
        </li>
      ))}
    </ol>
  )
}

function MarkerGlyph({ kind }: Pick<Marker, 'kind'>) {
  return (
    <span aria-hidden className={kind === 'flag' ? 'mr-1 text-info' : 'mr-1 text-canary-text'}>
      {kind === 'flag' ? '⚑' : '┊'}
    </span>
  )
}
