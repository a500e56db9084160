import type { StepDto } from '@/lib/contracts/plans'
import { cn } from '@/lib/cn'
import { lengthWords } from './length-words'
import { drawWeights, lanesOverTime, weightOverTime } from './weight-picture'

interface WeightChartProps {
  steps: readonly StepDto[]
  to: string
}

const WIDTH = 600
const HEIGHT = 120
/** More steps than this leave no room for a number at each. */
const ROOMY = 10

/** The canary's weight over time, when nobody waits for anything. */
export function WeightChart({ steps, to }: WeightChartProps) {
  const { stretches, seconds } = weightOverTime(steps)
  const picture = drawWeights(stretches, WIDTH, HEIGHT)
  const lanes = lanesOverTime(steps)
  const end = stretches.at(-1)?.to ?? 1
  const weights = stretches.map(({ weight }) => `${weight} %`).join(', ')
  const last = picture.marks.length - 1
  const every = Math.ceil(picture.marks.length / ROOMY)
  return (
    <figure>
      <figcaption className="mb-2 flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="text-muted">Weight of {to} over time</span>
        <span>
          {seconds === 0 ? 'at once' : `about ${lengthWords(seconds)}`}
          <span className="text-muted"> when nothing is waited for</span>
        </span>
      </figcaption>
      <div className="relative h-32 pt-4">
        <svg
          role="img"
          aria-label={`${[weights, ...lanes.map(({ title }) => title)].join(', ')}${seconds === 0 ? '' : `, over ${lengthWords(seconds)}`}`}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="block size-full overflow-visible"
        >
          <path
            d={`M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}`}
            stroke="var(--line)"
            vectorEffect="non-scaling-stroke"
          />
          <path d={picture.area} fill="var(--canary-soft)" />
          <path
            d={picture.line}
            fill="none"
            stroke="var(--canary)"
            strokeWidth={2}
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <div aria-hidden className="absolute inset-x-0 top-4 bottom-0 text-2xs">
          {picture.marks.map(({ x, y, weight, at }, index) => (
            <span
              key={at}
              className={cn(
                'absolute -translate-y-full pb-0.5 font-medium whitespace-nowrap',
                index === last && 'right-0',
                index % every !== 0 && index !== last && 'hidden',
              )}
              style={{
                top: `${(y / HEIGHT) * 100}%`,
                ...(index === last ? {} : { left: `${(x / WIDTH) * 100}%` }),
              }}
            >
              {weight} %
            </span>
          ))}
        </div>
      </div>
      <div aria-hidden className="relative mt-1 h-4 text-2xs text-muted">
        {picture.marks.map(({ x, at }, index) =>
          index % every === 0 && index !== last ? (
            <span key={at} className="absolute whitespace-nowrap" style={{ left: `${(x / WIDTH) * 100}%` }}>
              {at === 0 ? 'start' : lengthWords(at)}
            </span>
          ) : null,
        )}
        {seconds > 0 && <span className="absolute right-0">{lengthWords(seconds)}</span>}
      </div>
      {lanes.map(({ kind, title, from, to: until }) => (
        <div key={`${title} ${from}`} aria-hidden className="relative mt-1 h-5 text-2xs">
          <span
            className={cn(
              'absolute inset-y-0 truncate rounded-sm border px-1.5 leading-5',
              kind === 'mirror'
                ? 'border-line-strong border-dashed text-stable hatch'
                : 'border-canary bg-canary-soft',
            )}
            style={{ left: `${(from / end) * 100}%`, width: `${((until - from) / end) * 100}%` }}
          />
          <span
            className="absolute inset-y-0 px-1.5 leading-5 font-medium"
            style={{ left: `${(from / end) * 100}%` }}
          >
            <span className="rounded-sm bg-panel px-1">{title}</span>
          </span>
        </div>
      ))}
    </figure>
  )
}
