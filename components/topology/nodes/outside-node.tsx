'use client'
import type { NodeProps } from '@xyflow/react'
import { CircleHelp, DoorOpen, EyeOff, Globe } from 'lucide-react'
import { memo } from 'react'
import { formatRate } from '@/components/ui/format-number'
import { cn } from '@/lib/cn'
import { countWords, nodeRate } from '../describe'
import type { OutsideNode as OutsideFlowNode } from '../flow-types'
import { outside } from '../layout/sizes'
import { NodeEnds } from './node-ends'
import { largeAfar, nodeFrame, onlyNear } from './node-frame'

const { width: w, height: h } = outside
/** A gateway points the way in, an external party is a barrel, an unknown caller a dashed lens, what may not be seen a dotted box. */
const shapes = {
  gateway: `M9,1 H${w - 22} L${w - 1},${h / 2} L${w - 22},${h - 1} H9 Q1,${h - 1} 1,${h - 9} V9 Q1,1 9,1 Z`,
  external: `M1,9 Q${w / 2},-7 ${w - 1},9 V${h - 9} Q${w / 2},${h + 7} 1,${h - 9} Z`,
  hidden: `M9,1 H${w - 9} Q${w - 1},1 ${w - 1},9 V${h - 9} Q${w - 1},${h - 1} ${w - 9},${h - 1} H9 Q1,${h - 1} 1,${h - 9} V9 Q1,1 9,1 Z`,
  unknown: `M${h / 2},1 H${w - h / 2} A${h / 2 - 1},${h / 2 - 1} 0 0 1 ${w - h / 2},${h - 1} H${h / 2} A${h / 2 - 1},${h / 2 - 1} 0 0 1 ${h / 2},1 Z`,
}
const signs = {
  gateway: { icon: DoorOpen, word: 'gateway' },
  external: { icon: Globe, word: 'external' },
  unknown: { icon: CircleHelp, word: 'unknown' },
  hidden: { icon: EyeOff, word: 'not for you to see' },
}

/** What is no service of the clusters: a gateway, a remote party, a caller without a name. */
export const OutsideNode = memo(function OutsideNode({ data }: NodeProps<OutsideFlowNode>) {
  const { node, title } = data
  const kind = node.kind in shapes ? (node.kind as keyof typeof shapes) : 'unknown'
  const { icon: Icon, word } = signs[kind]
  const rate = nodeRate(node)
  return (
    <div
      data-testid={`node-${data.slug}`}
      data-kind={kind}
      className={nodeFrame(
        { ...data, selected: false },
        'relative flex flex-col justify-center overflow-visible pr-5 pl-3.5',
      )}
    >
      <svg aria-hidden className="absolute inset-0 overflow-visible" width={w} height={h}>
        {data.selected && <path d={shapes[kind]} fill="none" stroke="var(--focus)" strokeWidth={6} />}
        <path
          d={shapes[kind]}
          fill="var(--panel)"
          stroke="var(--line-strong)"
          strokeWidth={1.25}
          strokeDasharray={kind === 'unknown' ? '4 4' : kind === 'hidden' ? '1 4' : undefined}
        />
      </svg>
      <span className="relative flex items-center gap-1.5 leading-5">
        <Icon className="size-3.5 shrink-0 text-muted" aria-hidden />
        <span className={cn('truncate text-sm font-semibold', largeAfar)} title={title}>
          {title}
        </span>
      </span>
      <span className={cn('relative truncate leading-4 text-muted', onlyNear, kind === 'unknown' && 'pl-1')}>
        {kind === 'hidden' ? countWords(node) || word : word}
        {rate > 0 && ` · ${formatRate(rate)} rps`}
      </span>
      <NodeEnds />
    </div>
  )
})
