'use client'
import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { healthSigns } from '@/components/ui/health'
import { cn } from '@/lib/cn'
import { releaseWords } from '../describe'
import type { BoxNode } from '../flow-types'
import { box } from '../layout/sizes'
import { NodeBadges } from './node-badges'
import { largerAfar, nodeFrame, onlyNear } from './node-frame'

/** The box around a service and its versions. */
export const ServiceBox = memo(function ServiceBox({ data }: NodeProps<BoxNode>) {
  const { node, title, namespace } = data
  const sign = healthSigns[node.health.state]
  const inFlight = node.release !== undefined
  return (
    <div
      data-testid={`node-${data.slug}`}
      className={nodeFrame(
        data,
        cn('rounded-xl border bg-panel', inFlight ? 'border-[1.5px] border-canary' : 'border-line-strong'),
      )}
    >
      <header
        className="flex items-center gap-2 px-3.5"
        style={{ height: box.header - 6 }}
        title={node.health.reason}
      >
        <span aria-hidden className={sign.className}>
          {sign.glyph}
        </span>
        <span className={cn('truncate text-base font-semibold tracking-tight', largerAfar)}>{title}</span>
        {namespace !== undefined && <span className={cn('truncate text-muted', onlyNear)}>{namespace}</span>}
        <NodeBadges badges={node.badges} most={5} className={onlyNear} />
        <span className="flex-1" />
        {node.release !== undefined ? (
          <span className="shrink-0 text-canary-text group-data-[zoom=middle]/canvas:text-base">
            {releaseWords(node.release)}
          </span>
        ) : (
          <span className={cn('shrink-0', onlyNear, sign.className)}>{sign.word}</span>
        )}
      </header>
    </div>
  )
})
