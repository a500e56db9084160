import { toneColor, type VersionTone } from '@/components/traffic/version-tone'
import { healthSigns } from '@/components/ui/health'
import { cn } from '@/lib/cn'

const shape = { fill: 'var(--panel)', stroke: 'var(--line-strong)', strokeWidth: 1.25 }
const kinds = [
  {
    word: 'service or app, its versions in it',
    drawing: <rect x={1} y={1} width={42} height={16} rx={4} {...shape} />,
  },
  {
    word: 'folded: several nodes as one',
    drawing: (
      <>
        <rect x={1} y={1} width={42} height={16} rx={4} {...shape} />
        <rect x={3.5} y={3.5} width={37} height={11} rx={2.5} {...shape} />
      </>
    ),
  },
  {
    word: 'gateway, where traffic enters',
    drawing: <path d="M5,1 H35 L43,9 L35,17 H5 Q1,17 1,13 V5 Q1,1 5,1 Z" {...shape} />,
  },
  {
    word: 'external, outside the clusters',
    drawing: <path d="M1,4 Q22,-2 43,4 V14 Q22,20 1,14 Z" {...shape} />,
  },
  {
    word: 'unknown caller',
    drawing: <rect x={1} y={1} width={42} height={16} rx={8} {...shape} strokeDasharray="4 3" />,
  },
  {
    word: 'hidden, not for you to see',
    drawing: <rect x={1} y={1} width={42} height={16} rx={4} {...shape} strokeDasharray="1 3" />,
  },
  {
    word: 'box of a namespace; of a cluster dashed',
    drawing: (
      <rect
        x={1}
        y={1}
        width={42}
        height={16}
        rx={4}
        fill="none"
        stroke="var(--muted)"
        strokeDasharray="5 3"
      />
    ),
  },
]
const tones: { tone: VersionTone; word: string }[] = [
  { tone: 'stable', word: 'stable version' },
  { tone: 'canary', word: 'canary' },
  { tone: 'hue-1', word: 'other versions, a colour each' },
]

/** Shapes, health and colours of nodes. */
export function NodeKinds() {
  return (
    <>
      <h2 className="mb-2 font-semibold">Nodes</h2>
      <ul className="flex flex-col gap-1.5">
        {kinds.map(({ word, drawing }) => (
          <li key={word} className="flex items-center gap-3">
            <svg width={44} height={18} aria-hidden>
              {drawing}
            </svg>
            {word}
          </li>
        ))}
      </ul>
      <h2 className="mt-4 mb-2 font-semibold">Health</h2>
      <ul className="flex flex-wrap gap-x-4 gap-y-1.5">
        {Object.values(healthSigns).map(({ glyph, word, className }) => (
          <li key={word}>
            <span aria-hidden className={cn('mr-1.5', className)}>
              {glyph}
            </span>
            {word}
          </li>
        ))}
      </ul>
      <h2 className="mt-4 mb-2 font-semibold">Versions</h2>
      <ul className="flex flex-col gap-1.5">
        {tones.map(({ tone, word }) => (
          <li key={tone} className="flex items-center gap-3">
            <svg width={44} height={14} aria-hidden>
              <rect
                x={1}
                y={1}
                width={42}
                height={12}
                rx={3}
                fill={`color-mix(in srgb, ${toneColor(tone)} 16%, var(--panel))`}
                stroke={toneColor(tone)}
              />
            </svg>
            {word}
          </li>
        ))}
      </ul>
    </>
  )
}
