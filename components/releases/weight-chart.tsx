import type { ReleaseDto } from '@/lib/contracts/releases'
import { lengthWords } from './countdown'
import { drawWeights, weightOverTime } from './weight-picture'

interface WeightChartProps {
  steps: ReleaseDto['plan']['steps']
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
  const weights = stretches.map(({ weight }) => `${weight} %`).join(', ')
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
      <div className="flex gap-2">
        <div aria-hidden className="flex w-9 flex-col justify-between py-0 text-right text-2xs text-muted">
          <span className="-translate-y-1/2">100 %</span>
          <span>50 %</span>
          <span className="translate-y-1/2">0 %</span>
        </div>
        <svg
          role="img"
          aria-label={`${weights}${seconds === 0 ? '' : `, over ${lengthWords(seconds)}`}`}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-28 w-full overflow-visible"
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
      </div>
      <div aria-hidden className="relative mt-2 ml-11 h-4 text-2xs text-muted">
        {picture.marks.map(({ x, at }, index) =>
          index % every === 0 && index < picture.marks.length - 1 ? (
            <span key={at} className="absolute whitespace-nowrap" style={{ left: `${(x / WIDTH) * 100}%` }}>
              {at === 0 ? 'start' : lengthWords(at)}
            </span>
          ) : null,
        )}
        {seconds > 0 && <span className="absolute right-0">{lengthWords(seconds)}</span>}
      </div>
    </figure>
  )
}
