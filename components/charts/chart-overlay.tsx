'use client'
import Link from 'next/link'
import { useState, useSyncExternalStore, type PointerEvent, type ReactNode } from 'react'
import type { ChartCursor } from './chart-cursor'
import { MarkerGlyph, markerColor } from './marker-glyph'
import { MomentTable, type ChartSubject } from './moment-table'
import { markerWords, type Marker } from './prepare-markers'

/** The drawn area inside of a chart, in pixels from its edges; charts and their overlays share it. */
export const plot = { left: 52, right: 6, top: 12, bottom: 26 }

/** A pointer that moved less has clicked, not chosen. */
const LEAST_DRAG = 6
/** Width of the table of a moment; on plots too narrow for it beside the cursor it hangs below. */
const TABLE_WIDTH = 400

interface ChartOverlayProps {
  id: string
  subject: ChartSubject
  cursor: ChartCursor
  /** The pointer chose a stretch. */
  onZoom: (one: number, other: number) => void
}

/** Above a chart: marks, the shared cursor with the values at its moment, and the stretch that is being dragged. */
export function ChartOverlay({ id, subject, cursor, onZoom }: ChartOverlayProps) {
  const { span, markers } = subject
  const [width, setWidth] = useState(0)
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null)
  const place = useSyncExternalStore(cursor.subscribe, cursor.get, () => null)
  const shareOf = (at: number) => (at - span.from) / (span.to - span.from)

  const timeAt = (event: PointerEvent): number => {
    const box = event.currentTarget.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
    return span.from + share * (span.to - span.from)
  }
  const pixels = (one: number, other: number) => Math.abs(shareOf(one) - shareOf(other)) * width

  return (
    <div
      className="absolute cursor-crosshair touch-pan-y select-none"
      style={plot}
      data-testid={`plot-${id}`}
      onPointerMove={(event) => {
        const at = timeAt(event)
        setWidth(event.currentTarget.clientWidth)
        cursor.set({ at, by: id })
        setDrag((known) => (known === null ? null : { ...known, to: at }))
      }}
      onPointerLeave={() => {
        if (drag === null) cursor.set(null)
      }}
      onPointerDown={(event) => {
        if (event.button !== 0 || event.target !== event.currentTarget) return
        event.currentTarget.setPointerCapture(event.pointerId)
        const at = timeAt(event)
        setDrag({ from: at, to: at })
      }}
      onPointerUp={(event) => {
        if (drag === null) return
        const to = timeAt(event)
        if (pixels(drag.from, to) >= LEAST_DRAG) onZoom(drag.from, to)
        setDrag(null)
      }}
      onPointerCancel={() => setDrag(null)}
    >
      {markers.map((marker) => (
        <MarkLine key={marker.key} marker={marker} share={shareOf(marker.at)} />
      ))}
      {drag !== null && (
        <div
          className="pointer-events-none absolute inset-y-0 border-x border-info bg-info/15"
          style={{
            left: `${100 * shareOf(Math.min(drag.from, drag.to))}%`,
            width: `${100 * Math.abs(shareOf(drag.to) - shareOf(drag.from))}%`,
          }}
        />
      )}
      {place !== null && place.at >= span.from && place.at <= span.to && (
        <>
          <div
            className="pointer-events-none absolute inset-y-0 border-l border-dashed border-muted"
            style={{ left: `${100 * shareOf(place.at)}%` }}
            data-testid="chart-cursor"
          />
          {place.by === id && drag === null && (
            <Beside share={shareOf(place.at)} width={width}>
              <MomentTable subject={subject} at={place.at} />
            </Beside>
          )}
        </>
      )}
    </div>
  )
}

/** On the side of the cursor that has more room, or under the plot. */
function Beside({ share, width, children }: { share: number; width: number; children: ReactNode }) {
  const below = width < TABLE_WIDTH
  const side = share < 0.5 ? { left: share * width + 12 } : { right: (1 - share) * width + 12 }
  return (
    <div
      className="pointer-events-none absolute z-20 rounded-md border border-line-strong bg-raised py-1.5 shadow-lg"
      style={
        below
          ? { left: -plot.left, right: 0, top: '100%' }
          : { ...side, top: 8, width: 'max-content', maxWidth: TABLE_WIDTH }
      }
      data-testid="chart-tooltip"
    >
      {children}
    </div>
  )
}

/** A line through the chart under its shape. The list under the charts says the same to keyboards and screen readers. */
function MarkLine({ marker, share }: { marker: Marker; share: number }) {
  if (share < 0 || share > 1) return null
  const glyph = <MarkerGlyph kind={marker.kind} className="block" />
  return (
    <div
      className="pointer-events-none absolute inset-y-0 border-l border-dotted"
      style={{ left: `${100 * share}%`, borderColor: markerColor(marker.kind) }}
    >
      {marker.href === undefined ? (
        <span className="absolute -top-3 -left-[5.5px]">{glyph}</span>
      ) : (
        <Link
          href={marker.href}
          tabIndex={-1}
          title={markerWords(marker)}
          data-testid={`mark-${marker.kind}`}
          className="pointer-events-auto absolute -top-4 -left-[9.5px] p-1"
        >
          {glyph}
        </Link>
      )}
    </div>
  )
}
