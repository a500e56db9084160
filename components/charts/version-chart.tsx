'use client'
import { memo } from 'react'
import { Area, CartesianGrid, ComposedChart, Line, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { plot } from './chart-overlay'
import type { VersionLook } from './moment-table'
import type { Figure } from './prepare-figures'
import type { ChartRow } from './prepare-series'

interface VersionChartProps {
  figure: Figure
  versions: readonly VersionLook[]
  /** Epoch milliseconds. */
  from: number
  to: number
}

const minute = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })
const second = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })
const axis = { fontSize: 11, fill: 'var(--muted)', style: { fontVariantNumeric: 'tabular-nums' } }
/** Below this length ticks need seconds. */
const SHORT_MS = 5 * 60_000

/** The picture of one figure of every version over time; nothing in it moves with the pointer. */
export const VersionChart = memo(function VersionChart({ figure, versions, from, to }: VersionChartProps) {
  const { kind, rows, floor, ceiling, tick } = figure
  const clock = to - from < SHORT_MS ? second : minute
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={[...rows]}
        accessibilityLayer={false}
        margin={{ top: plot.top, right: plot.right, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          type="number"
          scale="time"
          domain={[from, to]}
          allowDataOverflow
          tickFormatter={(at: number) => clock.format(at)}
          tick={axis}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          minTickGap={40}
          height={plot.bottom}
        />
        <YAxis
          domain={[floor, ceiling ?? 'auto']}
          tickFormatter={tick}
          tick={axis}
          tickLine={false}
          axisLine={false}
          width={plot.left}
          {...(ceiling === undefined ? { tickCount: 4 } : { ticks: [floor, (floor + ceiling) / 2, ceiling] })}
        />
        {versions.map(({ version, color, dash }) => {
          const line = {
            name: version,
            dataKey: (row: ChartRow) => row.values[version],
            stroke: color,
            ...(dash === undefined ? {} : { strokeDasharray: dash }),
            isAnimationActive: false,
          }
          return kind === 'line' ? (
            <Line key={version} {...line} strokeWidth={2} dot={false} />
          ) : (
            <Area
              key={version}
              {...line}
              type="stepAfter"
              strokeWidth={1.5}
              fill={color}
              fillOpacity={0.18}
            />
          )
        })}
      </ComposedChart>
    </ResponsiveContainer>
  )
})
