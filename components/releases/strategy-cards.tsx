import { cn } from '@/lib/cn'
import type { Step } from '@/lib/domain/release/step'
import { strategies, type Strategy } from './preset-words'
import { drawWeights, lanesOverTime, weightOverTime } from './weight-picture'

interface StrategyCardsProps {
  value: Strategy
  onChange: (strategy: Strategy) => void
}

/** One card a strategy, with one sentence and its weight over time; arrow keys choose. */
export function StrategyCards({ value, onChange }: StrategyCardsProps) {
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">Strategy</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {strategies.map(({ name, title, words, example }) => (
          <label
            key={name}
            className={cn(
              'relative flex cursor-pointer gap-3 rounded-md border p-2.5 sm:flex-col sm:gap-1.5 has-focus-visible:outline-2 has-focus-visible:outline-offset-2',
              'has-focus-visible:outline-[var(--focus)]',
              name === value ? 'border-canary bg-canary-soft' : 'border-line hover:border-line-strong',
            )}
          >
            <input
              type="radio"
              name="strategy"
              data-testid={`new-preset-${name}`}
              className="absolute size-px opacity-0"
              checked={name === value}
              onChange={() => onChange(name)}
            />
            <Thumb steps={example} />
            <span className="min-w-0">
              <span className="flex items-center gap-1.5 text-sm font-semibold">
                {title}
                {name === value && <span aria-hidden>✓</span>}
              </span>
              <span className="block text-xs text-muted">{words}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

const WIDTH = 56
const HEIGHT = 32

/** A plan in the size of a stamp: weights as a staircase, copies hatched, chosen requests as a bar. */
function Thumb({ steps }: { steps: readonly Step[] }) {
  const { stretches } = weightOverTime(steps)
  const end = stretches.at(-1)?.to ?? 1
  const picture = drawWeights(stretches, WIDTH, HEIGHT)
  return (
    <svg
      aria-hidden
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      className="mt-0.5 h-9 w-14 shrink-0 overflow-visible"
    >
      <path d={`M0 ${HEIGHT}H${WIDTH}`} stroke="var(--line-strong)" />
      {steps.length === 0 ? (
        <path
          d={`M4 8H${WIDTH - 4}M4 16H${WIDTH - 16}M4 24H${WIDTH - 10}`}
          stroke="var(--stable)"
          strokeWidth={2}
          strokeDasharray="6 3"
        />
      ) : (
        <>
          <path d={picture.area} fill="var(--canary-soft)" />
          <path d={picture.line} fill="none" stroke="var(--canary-text)" strokeWidth={1.5} />
        </>
      )}
      {lanesOverTime(steps).map(({ kind, title, from, to }) => (
        <rect
          key={title}
          x={(from / end) * WIDTH + 1}
          y={4}
          width={((to - from) / end) * WIDTH - 2}
          height={6}
          rx={2}
          fill={kind === 'match' ? 'var(--canary)' : 'none'}
          fillOpacity={0.6}
          stroke={kind === 'match' ? 'var(--canary-text)' : 'var(--stable)'}
          strokeDasharray={kind === 'mirror' ? '3 2' : undefined}
        />
      ))}
    </svg>
  )
}
