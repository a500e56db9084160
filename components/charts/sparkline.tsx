import { cn } from '@/lib/cn'

const WIDTH = 100
const HEIGHT = 24

/** Points of the line in a box of 100 × 24, the largest value on top and zero at the bottom. */
export function sparkPoints(values: readonly number[]): string {
  const top = Math.max(...values, Number.MIN_VALUE)
  const step = values.length > 1 ? WIDTH / (values.length - 1) : 0
  return values
    .map(
      (value, index) =>
        `${(index * step).toFixed(1)},${(HEIGHT - 1 - (value / top) * (HEIGHT - 2)).toFixed(1)}`,
    )
    .join(' ')
}

/** A line without axes; `label` says what it shows. */
export function Sparkline({
  values,
  label,
  className,
}: {
  values: readonly number[]
  label: string
  className?: string
}) {
  if (values.length < 2) return <span className="text-muted">–</span>
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn('block h-6 w-24 text-stable', className)}
    >
      <polyline
        points={sparkPoints(values)}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
        strokeLinejoin="round"
      />
    </svg>
  )
}
