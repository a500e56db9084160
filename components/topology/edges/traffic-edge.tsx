'use client'
import type { EdgeProps } from '@xyflow/react'
import { memo, useContext } from 'react'
import { cn } from '@/lib/cn'
import type { FlowEdge, TrafficData } from '../flow-types'
import type { LabelLine } from './edge-label'
import { EdgeParticles } from './edge-particles'
import { arrowHead, edgePath, lineEnd, type Point } from './edge-path'
import { MotionContext } from './motion'

/** One kind of traffic between two nodes. */
export const TrafficEdge = memo(function TrafficEdge(props: EdgeProps<FlowEdge>) {
  const { sourceX, sourceY, targetX, targetY, data } = props
  const motion = useContext(MotionContext)
  if (data === undefined) return null
  const tip = { x: targetX, y: targetY }
  const { d, middle } = edgePath({ x: sourceX, y: sourceY }, lineEnd(tip), data.via, data.lane)
  const { color, width, dimmed, selected } = data
  return (
    <g className={cn('transition-opacity duration-200', dimmed && 'opacity-12')}>
      <path className="react-flow__edge-interaction" d={d} fill="none" strokeOpacity={0} strokeWidth={18} />
      {selected && (
        <path d={d} fill="none" stroke="var(--focus)" strokeOpacity={0.55} strokeWidth={width + 7} />
      )}
      <EdgeLine data={data} d={d} />
      <path d={arrowHead(tip)} fill={color} />
      {motion && !dimmed && data.line === 'solid' && (
        <EdgeParticles path={d} particles={data.particles} color={color} />
      )}
      <EdgeLabel lines={data.label} at={middle} slug={data.slug} inside={data.inside} />
    </g>
  )
})

/** Solid for requests, dashed for mirrors, a rail of two lines for tcp, dotted where nothing ran. */
function EdgeLine({ data, d }: { data: TrafficData; d: string }) {
  const { color, width, line } = data
  switch (line) {
    case 'solid':
      return <path d={d} fill="none" stroke={color} strokeWidth={width} />
    case 'mirror':
      return <path d={d} fill="none" stroke={color} strokeWidth={Math.min(width, 2)} strokeDasharray="7 5" />
    case 'idle':
      return (
        <path
          d={d}
          fill="none"
          stroke={color}
          strokeWidth={1.5}
          strokeDasharray="1 5"
          strokeLinecap="round"
        />
      )
    case 'tcp':
      return (
        <>
          <path d={d} fill="none" stroke={color} strokeWidth={5} />
          <path d={d} fill="none" stroke={data.inside ? 'var(--panel)' : 'var(--bg)'} strokeWidth={2.25} />
        </>
      )
  }
}

const tones: Record<LabelLine['tone'], string> = {
  strong: 'fill-text font-semibold',
  muted: 'fill-muted',
  degraded: 'fill-degraded font-medium',
  failing: 'fill-failing font-medium',
}
const LINE = 14

function EdgeLabel(props: { lines: readonly LabelLine[]; at: Point; slug: string; inside: boolean }) {
  const { lines, at, slug, inside } = props
  if (lines.length === 0) return null
  const top = at.y - ((lines.length - 1) * LINE) / 2 + 4
  return (
    <g data-testid={`edge-${slug}`} className="group-data-[zoom=far]/canvas:hidden">
      {lines.map(({ text, tone }, index) => (
        <text
          key={text}
          x={at.x}
          y={top + index * LINE}
          textAnchor="middle"
          className={cn(
            'cursor-pointer text-[11.5px]',
            tones[tone],
            tone === 'muted'
              ? 'group-data-[zoom=middle]/canvas:hidden'
              : 'group-data-[zoom=middle]/canvas:text-base',
          )}
          pointerEvents="all"
          paintOrder="stroke"
          stroke={inside ? 'var(--panel)' : 'var(--bg)'}
          strokeWidth={5}
          strokeLinejoin="round"
        >
          {text}
        </text>
      ))}
    </g>
  )
}
