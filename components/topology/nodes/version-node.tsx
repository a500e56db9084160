'use client'
import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { toneColor } from '@/components/traffic/version-tone'
import { formatRate } from '@/components/ui/format-number'
import { healthSigns } from '@/components/ui/health'
import { cn } from '@/lib/cn'
import type { VersionNode as VersionFlowNode } from '../flow-types'
import { NodeBadges } from './node-badges'
import { NodeEnds } from './node-ends'
import { largerAfar, nodeFrame, onlyAfar, onlyNear } from './node-frame'
import { NodeHealth } from './node-health'

/** One version in the box of its service: its role, its pods, its health. */
export const VersionNode = memo(function VersionNode({ data }: NodeProps<VersionFlowNode>) {
  const { node, title, tone } = data
  const color = toneColor(tone)
  const { replicas } = node
  const sign = healthSigns[node.health.state]
  const short = replicas !== undefined && replicas.ready < replicas.desired
  return (
    <div
      data-testid={`node-${data.slug}`}
      data-tone={tone}
      className={nodeFrame(data, 'flex flex-col justify-center gap-0.5 rounded-lg border px-3')}
      style={{
        borderColor: color,
        background: `color-mix(in srgb, ${color} ${tone === 'canary' ? 16 : 13}%, var(--panel))`,
      }}
    >
      <span className="flex items-center gap-1.5 leading-5">
        <span className={cn('truncate text-sm font-semibold', largerAfar)}>{title}</span>
        {node.role !== undefined && <span className={cn('text-muted', onlyNear)}>{node.role}</span>}
        <NodeBadges badges={node.badges} most={3} className={onlyNear} />
        <span className="flex-1" />
        <span aria-hidden className={cn(sign.className, 'text-lg', onlyAfar)}>
          {sign.glyph}
        </span>
        {replicas !== undefined && (
          <span
            className={cn('shrink-0', onlyNear, short ? 'text-degraded' : 'text-muted')}
            title={`${replicas.ready} of ${replicas.desired} pods ready`}
          >
            {short && <span aria-hidden>◆ </span>}
            {replicas.ready}/{replicas.desired}
          </span>
        )}
      </span>
      <span className={cn('flex items-center justify-between gap-2 leading-4', onlyNear)}>
        <NodeHealth node={node} />
        <span className="shrink-0 text-muted">{formatRate(node.in.rate)} rps</span>
      </span>
      <NodeEnds />
    </div>
  )
})
