'use client'
import { ViewportPortal } from '@xyflow/react'
import { memo } from 'react'
import type { EdgeBundle } from './edge-bundles'

/**
 * Many edges as few paths, one for each look. An edge of its own costs an element, a subscription and a turn of React
 * for every move of the view; of a thousand that is most of a frame.
 */
export const EdgeLayer = memo(function EdgeLayer({ bundles }: { bundles: readonly EdgeBundle[] }) {
  return (
    <ViewportPortal>
      <svg
        aria-hidden
        data-testid="edge-layer"
        className="pointer-events-none absolute top-0 left-0 z-1 overflow-visible"
        width={1}
        height={1}
      >
        {bundles.map(({ key, d, heads, color, width, line, dimmed }) => (
          <g key={key} opacity={dimmed ? 0.12 : 1}>
            <path
              d={d}
              fill="none"
              stroke={color}
              strokeWidth={line === 'tcp' ? 4 : width}
              strokeDasharray={dashes[line]}
            />
            {line === 'tcp' && <path d={d} fill="none" stroke="var(--bg)" strokeWidth={1.75} />}
            <path d={heads} fill={color} />
          </g>
        ))}
      </svg>
    </ViewportPortal>
  )
})

const dashes = { solid: undefined, tcp: undefined, mirror: '7 5', idle: '1 5' } as const
