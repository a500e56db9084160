'use client'
import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { MiniSplit } from '@/components/traffic/split-bar/mini-split'
import { formatRate } from '@/components/ui/format-number'
import { cn } from '@/lib/cn'
import type { EntryNode } from '../flow-types'
import { NodeEnds } from './node-ends'
import { nodeFrame, onlyNear } from './node-frame'

/** The service itself inside its box: what arrives, and in small how it is split. */
export const ServiceEntry = memo(function ServiceEntry({ data }: NodeProps<EntryNode>) {
  return (
    <div
      className={nodeFrame(
        { ...data, found: 'no' },
        'flex flex-col justify-center gap-0.5 rounded-lg border border-line-strong bg-bg px-2.5',
      )}
    >
      <span className={cn('leading-4 text-muted', onlyNear)}>{data.node.kind}</span>
      <span className={cn('leading-4 font-medium', onlyNear)}>{formatRate(data.node.in.rate)} rps</span>
      <MiniSplit split={data.split} className="mt-0.5 min-w-0" />
      <NodeEnds />
    </div>
  )
})
