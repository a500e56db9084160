import { formatTime } from '@/components/ui/format-time'
import { markerKey, markerWords, type Marker } from './marker-list'
import type { ChartRow } from './prepare-series'

interface ChartTooltipProps {
  row: ChartRow | undefined
  versions: readonly { version: string; color: string }[]
  format: (value: number) => string
  markers: readonly Marker[]
}

/** Milliseconds around the cursor in which a marker is named. */
const NEAR_MS = 20_000

/** The values under the shared cursor, and the operations and changes of flags that happened there. */
export function ChartTooltip({ row, versions, format, markers }: ChartTooltipProps) {
  if (row === undefined) return null
  const near = markers.filter(({ at }) => Math.abs(Date.parse(at) - row.at) <= NEAR_MS)
  return (
    <div className="rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-xs shadow-lg">
      <p className="text-muted">{formatTime(row.at)}</p>
      {versions.map(({ version, color }) => {
        const value = row.values[version] ?? null
        const shown =
          value === null
            ? 'no data'
            : typeof value === 'number'
              ? format(value)
              : value.map(format).join(' – ')
        return (
          <p key={version} className="flex items-center gap-1.5">
            <span className="size-2 rounded-[2px]" style={{ background: color }} />
            {version} <b className="ml-auto pl-3 font-semibold">{shown}</b>
          </p>
        )
      })}
      {near.map((marker) => (
        <p
          key={markerKey(marker)}
          className={marker.kind === 'flag' ? 'mt-1 text-info' : 'mt-1 text-canary-text'}
        >
          {markerWords(marker)}
        </p>
      ))}
    </div>
  )
}
