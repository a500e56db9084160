'use client'
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { ChartTooltip } from './chart-tooltip'
import { FlagMark } from './flag-mark'
import { markerKey, type Marker } from './marker-list'
import { lastValues, type ChartRow } from './prepare-series'

export interface VersionChartProps {
  title: string
  rows: readonly ChartRow[]
  versions: readonly { version: string; color: string; dash: string | undefined }[]
  /** A line for single values, a band for ranges. */
  kind: 'line' | 'band'
  format: (value: number) => string
  floor?: number
  ceiling?: number
  markers: readonly Marker[]
  /** Charts with one id share their cursor. */
  cursor: string
}

const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const axis = { fontSize: 11, fill: 'var(--muted)' }

/** One figure of every version over time, with a mark at each operation and each change of a feature flag. */
export function VersionChart({
  title,
  rows,
  versions,
  kind,
  format,
  floor,
  ceiling,
  markers,
  cursor,
}: VersionChartProps) {
  const first = rows[0]?.at ?? 0
  const last = rows.at(-1)?.at ?? 0
  const marks = markers.filter(({ at }) => Date.parse(at) >= first && Date.parse(at) <= last)
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 text-sm font-medium">{title}</figcaption>
      <p className="sr-only">
        {versions.map(({ version }) => `${version}: ${spoken(lastValues(rows, version), format)}`).join('; ')}
      </p>
      <div aria-hidden className="h-40">
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            data={[...rows]}
            syncId={cursor}
            syncMethod="value"
            accessibilityLayer={false}
            margin={{ top: 6, right: 4, bottom: 0, left: 0 }}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              type="number"
              scale="time"
              domain={[first, last]}
              tickFormatter={(at: number) => minute.format(at)}
              tick={axis}
              tickLine={false}
              axisLine={{ stroke: 'var(--line)' }}
              minTickGap={40}
            />
            <YAxis
              domain={[floor ?? 0, ceiling ?? 'auto']}
              tickFormatter={format}
              tick={axis}
              tickLine={false}
              axisLine={false}
              width={56}
              tickCount={4}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ stroke: 'var(--muted)', strokeDasharray: '2 3' }}
              content={({ active, label }) => (
                <ChartTooltip
                  row={active ? rows.find(({ at }) => at === label) : undefined}
                  versions={versions}
                  format={format}
                  markers={marks}
                />
              )}
            />
            {marks.map((mark) => (
              <ReferenceLine key={markerKey(mark)} x={Date.parse(mark.at)} {...lookOf(mark)} />
            ))}
            {versions.map(({ version, color, dash }) =>
              kind === 'line' ? (
                <Line
                  key={version}
                  name={version}
                  dataKey={(row: ChartRow) => row.values[version]}
                  stroke={color}
                  strokeWidth={2}
                  {...(dash === undefined ? {} : { strokeDasharray: dash })}
                  dot={false}
                  isAnimationActive={false}
                />
              ) : (
                <Area
                  key={version}
                  name={version}
                  type="stepAfter"
                  dataKey={(row: ChartRow) => row.values[version]}
                  stroke={color}
                  strokeWidth={1.5}
                  {...(dash === undefined ? {} : { strokeDasharray: dash })}
                  fill={color}
                  fillOpacity={0.18}
                  isAnimationActive={false}
                />
              ),
            )}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </figure>
  )
}

function lookOf({ kind }: Marker) {
  if (kind === 'operation') return { stroke: 'var(--canary-text)', strokeDasharray: '2 4' }
  return {
    stroke: 'var(--info)',
    label: ({ viewBox }: { viewBox: { x: number; y: number } }) => <FlagMark x={viewBox.x} y={viewBox.y} />,
  }
}

function spoken(value: ReturnType<typeof lastValues>, format: (value: number) => string): string {
  if (value === null) return 'no data'
  return typeof value === 'number' ? format(value) : value.map(format).join(' to ')
}
