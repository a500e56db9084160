'use client'
import { useMemo, useState, useSyncExternalStore } from 'react'
import type { ServiceMetricsDto } from '@/lib/contracts/services'
import { createChartCursor, type ChartCursor } from './chart-cursor'
import { ChartOverlay } from './chart-overlay'
import { MarkerList } from './marker-list'
import { MomentTable, type ChartSubject, type VersionLook } from './moment-table'
import { prepareFigures, type Figure } from './prepare-figures'
import { prepareMarkers } from './prepare-markers'
import { lastValue, type Quantile } from './prepare-series'
import { VersionChart } from './version-chart'

interface ServiceChartsProps {
  metrics: ServiceMetricsDto
  /** CSS colour and line style by version. */
  looks: ReadonlyMap<string, { color: string; dash: string | undefined }>
  quantile: Quantile
  /** The address of the service's page. */
  page: string
  onZoom: (one: number, other: number) => void
  /** What a key asks for: zoom about a moment, a step back or on, everything again. */
  onKey: (key: ChartKey, about: number) => void
}
export type ChartKey = 'in' | 'out' | 'earlier' | 'later' | 'reset'

const keys: Readonly<Record<string, ChartKey>> = {
  '+': 'in',
  '=': 'in',
  '-': 'out',
  PageUp: 'earlier',
  PageDown: 'later',
  '0': 'reset',
}

/** Traffic and use of every version over one time axis, with one cursor and a mark for all that happened. */
export function ServiceCharts({ metrics, looks, quantile, page, onZoom, onKey }: ServiceChartsProps) {
  const [cursor] = useState(createChartCursor)
  const subject = useMemo((): ChartSubject => {
    const names = [...metrics.versions, ...metrics.saturation.versions].map(({ version }) => version)
    return {
      figures: prepareFigures(metrics, quantile),
      versions: [...new Set(names)].map((version) => ({
        version,
        ...(looks.get(version) ?? { color: 'var(--stable)', dash: undefined }),
      })),
      markers: prepareMarkers(metrics.annotations, page),
      span: { from: Date.parse(metrics.from), to: Date.parse(metrics.to) },
      step: metrics.step * 1000,
    }
  }, [metrics, looks, quantile, page])
  const { span, step } = subject

  const pressed = (key: string): boolean => {
    const at = cursor.get()?.at ?? span.to
    if (key === 'Escape') {
      cursor.set(null)
      return true
    }
    if (key === 'ArrowLeft' || key === 'ArrowRight') {
      const moved = at + (key === 'ArrowLeft' ? -step : step)
      cursor.set({ at: Math.min(span.to, Math.max(span.from, moved)), by: 'keys' })
      return true
    }
    const asked = keys[key]
    if (asked !== undefined) onKey(asked, at)
    return asked !== undefined
  }
  return (
    <div className="flex flex-col gap-4">
      <div
        role="group"
        aria-label="Charts: arrow keys move the cursor, plus and minus zoom, Page Up and Page Down go back and on, 0 resets"
        tabIndex={0}
        className="grid gap-x-6 gap-y-4 rounded-md lg:grid-cols-2 2xl:grid-cols-3"
        onKeyDown={(event) => {
          if (event.altKey || event.ctrlKey || event.metaKey || event.target !== event.currentTarget) return
          if (pressed(event.key)) event.preventDefault()
        }}
        onBlur={() => cursor.set(null)}
      >
        {subject.figures.map((figure) => (
          <FigureCard key={figure.id} figure={figure} subject={subject} cursor={cursor} onZoom={onZoom} />
        ))}
        <div className="flex min-w-0 flex-col gap-3">
          <Legend versions={subject.versions} />
          <MarkerList markers={subject.markers} />
        </div>
      </div>
      <KeyboardMoment subject={subject} cursor={cursor} />
    </div>
  )
}

interface FigureCardProps {
  figure: Figure
  subject: ChartSubject
  cursor: ChartCursor
  onZoom: (one: number, other: number) => void
}

function FigureCard({ figure, subject, cursor, onZoom }: FigureCardProps) {
  const { versions, span } = subject
  const { id, title, rows, words, problem } = figure
  return (
    <figure className="min-w-0" data-testid={`chart-${id}`}>
      <figcaption className="mb-1 text-sm font-medium">{title}</figcaption>
      {problem === undefined ? (
        <>
          <p className="sr-only">
            {versions.map(({ version }) => `${version}: ${words(lastValue(rows, version))}`).join('; ')}
          </p>
          <div aria-hidden className="relative h-44">
            <VersionChart figure={figure} versions={versions} from={span.from} to={span.to} />
            <ChartOverlay id={id} subject={subject} cursor={cursor} onZoom={onZoom} />
          </div>
        </>
      ) : (
        <p className="flex h-44 items-center justify-center rounded-md border border-dashed border-line-strong px-6 text-center text-sm text-muted">
          {problem}
        </p>
      )}
    </figure>
  )
}

/** The values at the cursor, where the arrow keys moved it. */
function KeyboardMoment({ subject, cursor }: { subject: ChartSubject; cursor: ChartCursor }) {
  const place = useSyncExternalStore(cursor.subscribe, cursor.get, () => null)
  return (
    <div aria-live="polite" data-testid="keyboard-moment" className="overflow-x-auto empty:hidden">
      {place?.by === 'keys' && <MomentTable subject={subject} at={place.at} />}
    </div>
  )
}

function Legend({ versions }: { versions: readonly VersionLook[] }) {
  return (
    <ul aria-label="Versions" className="flex flex-wrap items-center gap-x-5 gap-y-1 text-xs text-muted">
      {versions.map(({ version, color, dash }) => (
        <li key={version} className="inline-flex items-center gap-1.5">
          <svg aria-hidden width="18" height="8">
            <line
              x1="0"
              x2="18"
              y1="4"
              y2="4"
              stroke={color}
              strokeWidth="2.5"
              {...(dash === undefined ? {} : { strokeDasharray: dash })}
            />
          </svg>
          {version}
        </li>
      ))}
    </ul>
  )
}
