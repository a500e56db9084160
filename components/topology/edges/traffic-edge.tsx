'use client'
import type { EdgeProps } from '@xyflow/react'
import { memo, useContext, useState } from 'react'
import { cn } from '@/lib/cn'
import type { FlowEdge, TrafficData } from '../flow-types'
import { useComparedLines } from '../replay/use-compared-lines'
import { EdgeContext } from './edge-context'
import { EdgeLabelView } from './edge-label-view'
import { EdgeParticles } from './edge-particles'
import { arrowHead, edgePath, lineEnd } from './edge-path'

/** One kind of traffic between two nodes. */
export const TrafficEdge = memo(function TrafficEdge(props: EdgeProps<FlowEdge>) {
  const { sourceX, sourceY, targetX, targetY, data } = props
  const { moving, places } = useContext(EdgeContext)
  const [pointed, setPointed] = useState(false)
  const lines = useComparedLines(data?.edge.id, data?.label ?? [])
  if (data === undefined) return null
  const tip = { x: targetX, y: targetY }
  const { d, middle } = edgePath({ x: sourceX, y: sourceY }, lineEnd(tip), data.via, data)
  const { color, width, dimmed, selected } = data
  const place = places.get(props.id)
  return (
    <g
      className={cn('transition-opacity duration-200', dimmed && 'opacity-12')}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      <path className="react-flow__edge-interaction" d={d} fill="none" strokeOpacity={0} strokeWidth={18} />
      {data.found !== 'no' && (
        <path
          d={d}
          fill="none"
          stroke="var(--text)"
          strokeOpacity={data.found === 'current' ? 0.5 : 0.22}
          strokeWidth={width + 9}
        />
      )}
      {selected && (
        <path d={d} fill="none" stroke="var(--focus)" strokeOpacity={0.55} strokeWidth={width + 7} />
      )}
      <EdgeLine data={data} d={d} />
      <path d={arrowHead(tip)} fill={color} />
      {moving && !dimmed && data.line === 'solid' && (
        <EdgeParticles path={d} particles={data.particles} color={color} />
      )}
      {place !== undefined && (
        <EdgeLabelView
          lines={lines}
          at={place ?? middle}
          slug={data.slug}
          dimmed={dimmed}
          inside={data.inside}
          hidden={place === null && !pointed && !selected}
          raised={pointed || selected}
        />
      )}
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
