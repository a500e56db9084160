'use client'
import { EdgeLabelRenderer } from '@xyflow/react'
import { cn } from '@/lib/cn'
import type { LabelLine } from './label-line'
import type { Point } from './edge-path'

interface EdgeLabelViewProps {
  lines: readonly LabelLine[]
  at: Point
  slug: string
  dimmed: boolean
  inside: boolean
  /** There is no room for it until one asks for it. */
  hidden: boolean
  /** Above all other labels. */
  raised: boolean
}

const tones: Record<LabelLine['tone'], string> = {
  strong: 'font-semibold text-text group-data-[zoom=middle]/canvas:text-base',
  muted: 'text-muted group-data-[zoom=middle]/canvas:hidden',
  degraded: 'font-medium text-degraded group-data-[zoom=middle]/canvas:text-base',
  failing: 'font-medium text-failing group-data-[zoom=middle]/canvas:text-base',
}

/** The words on an edge, above all edges so that none runs through them. Clicks go to the edge below. */
export function EdgeLabelView(props: EdgeLabelViewProps) {
  const { lines, at, slug, dimmed, inside, hidden, raised } = props
  if (lines.length === 0) return null
  return (
    <EdgeLabelRenderer>
      <div
        data-testid={`edge-${slug}`}
        aria-hidden
        className={cn(
          'pointer-events-none absolute rounded-sm px-1 text-center text-[11.5px] leading-3.5 whitespace-nowrap',
          raised ? 'z-11' : 'z-10',
          inside ? 'bg-panel/85' : 'bg-bg/85',
          hidden ? 'opacity-0' : dimmed && 'opacity-10',
        )}
        style={{ transform: `translate(-50%, -50%) translate(${at.x}px, ${at.y}px)` }}
      >
        {lines.map(({ text, tone }) => (
          <div key={text} className={tones[tone]}>
            {text}
          </div>
        ))}
      </div>
    </EdgeLabelRenderer>
  )
}
