'use client'
import { Area, ComposedChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { formatTime } from '@/components/ui/format-time'
import type { BandPoint, RatioBand } from './prepare-ratio-band'

interface RatioBandChartProps {
  band: RatioBand
  /** δ, the largest acceptable ratio; drawn dashed. */
  maxRatio: number | undefined
  /** The version that the canary is compared with. */
  control: string
  /** What the figures say in words; the picture itself is hidden from screen readers. */
  words: string
}

/** How the confidence band of the ratio canary to control closed over time; the line is 1, the dashed one δ. */
export function RatioBandChart({ band: { points, domain }, maxRatio, control, words }: RatioBandChartProps) {
  const first = points[0]?.at ?? 0
  const last = points.at(-1)?.at ?? 0
  // A single look has no width in time; it is drawn as a short stretch.
  const rows =
    points.length === 1 ? points.flatMap((point) => [point, { ...point, at: point.at + 1000 }]) : points
  return (
    <figure className="min-w-0" data-testid="ratio-band">
      <p className="sr-only">{words}</p>
      <div aria-hidden className="h-16" title={`${formatTime(first)} – ${formatTime(last)}. ${words}`}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart
            data={rows}
            accessibilityLayer={false}
            margin={{ top: 2, right: 22, bottom: 2, left: 12 }}
          >
            <XAxis hide dataKey="at" type="number" scale="time" domain={['dataMin', 'dataMax']} />
            <YAxis hide type="number" scale="log" domain={domain} allowDataOverflow />
            <Area
              type="stepAfter"
              dataKey={(point: BandPoint) => point.band}
              stroke="var(--canary-text)"
              strokeWidth={1}
              fill="var(--canary)"
              fillOpacity={0.3}
              isAnimationActive={false}
            />
            <ReferenceLine
              y={1}
              stroke="var(--stable)"
              strokeWidth={1.5}
              label={mark('1', 'var(--muted)', 'left')}
            />
            {maxRatio !== undefined && (
              <ReferenceLine
                y={maxRatio}
                stroke="var(--failing)"
                strokeWidth={1.5}
                strokeDasharray="4 3"
                label={mark(`×${maxRatio}`, 'var(--failing)', 'right')}
              />
            )}
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <figcaption aria-hidden className="text-2xs text-muted">
        ratio to {control}, over time
      </figcaption>
    </figure>
  )
}

/** One on each side: close lines would have their figures one upon the other. */
const mark = (value: string, fill: string, position: 'left' | 'right') => ({
  value,
  fill,
  fontSize: 10,
  position,
})
