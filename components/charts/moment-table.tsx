import { formatTime } from '@/components/ui/format-time'
import { MarkerGlyph } from './marker-glyph'
import type { Figure } from './prepare-figures'
import { markersNear, markerWords, type Marker } from './prepare-markers'
import { rowAt, type ChartValue } from './prepare-series'

/** How one version is drawn: CSS colour and dashes of its line. */
export interface VersionLook {
  version: string
  color: string
  dash: string | undefined
}

export interface ChartSubject {
  figures: readonly Figure[]
  versions: readonly VersionLook[]
  markers: readonly Marker[]
  /** Epoch milliseconds. */
  span: { from: number; to: number }
  /** Milliseconds between two points. */
  step: number
}

/** All figures of all versions at one moment, and what happened there. */
export function MomentTable({ subject, at }: { subject: ChartSubject; at: number }) {
  const { figures, versions, markers, span, step } = subject
  const measured = figures.filter(({ problem }) => problem === undefined)
  const valueOf = (figure: Figure, version: string): ChartValue =>
    rowAt(figure.rows, at, step * 0.75)?.values[version] ?? null
  return (
    <div className="text-xs tabular-nums">
      <table className="w-full border-separate border-spacing-x-2">
        <caption className="px-2 text-left text-muted">
          <time dateTime={new Date(at).toISOString()}>{formatTime(at)}</time>
        </caption>
        <thead>
          <tr className="text-right text-muted">
            <th scope="col">
              <span className="sr-only">version</span>
            </th>
            {measured.map(({ id, short }) => (
              <th key={id} scope="col" className="font-normal">
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {versions.map(({ version, color }) => (
            <tr key={version} className="text-right">
              <th scope="row" className="text-left font-medium whitespace-nowrap">
                <span
                  aria-hidden
                  className="mr-1.5 inline-block size-2 rounded-[2px]"
                  style={{ background: color }}
                />
                {version}
              </th>
              {measured.map((figure) => {
                const value = valueOf(figure, version)
                return (
                  <td key={figure.id} className="whitespace-nowrap">
                    {value === null ? <span className="text-muted">no data</span> : figure.words(value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {markersNear(markers, at, span).map((marker) => (
        <p key={marker.key} className="mt-1 flex items-center gap-1.5 px-2">
          <MarkerGlyph kind={marker.kind} className="shrink-0" />
          {markerWords(marker)}
        </p>
      ))}
    </div>
  )
}
