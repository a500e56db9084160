'use client'
import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { formatRate } from '@/components/ui/format-number'
import { healthSigns } from '@/components/ui/health'
import { cn } from '@/lib/cn'
import { areaKindOf } from '../boxes/areas'
import { nodeRate } from '../describe'
import type { CardNode } from '../flow-types'
import { shortName } from '../names'
import { NodeBadges } from './node-badges'
import { NodeEnds } from './node-ends'
import { largeAfar, nodeFrame, onlyAfar, onlyNear } from './node-frame'
import { NodeHealth } from './node-health'

/** A service with one version at most: one card for both. */
export const ServiceCard = memo(function ServiceCard({ data }: NodeProps<CardNode>) {
  const { node, only, title, namespace, stands } = data
  const badges = [...new Set([...node.badges, ...(only?.badges ?? [])])]
  const sign = healthSigns[node.health.state]
  const bad = node.health.state === 'failing' || node.health.state === 'degraded'
  // Callers that stand behind no service come as a version or a workload alone.
  const version = only === undefined ? (standsFor(stands, node) ?? node.version) : shortName(only)
  return (
    <div
      data-testid={`node-${data.slug}`}
      className={nodeFrame(
        data,
        cn(
          'flex flex-col justify-center rounded-lg border bg-panel px-3',
          stands !== undefined && 'border-double border-4 px-2.5',
          !bad && 'border-line-strong',
          node.health.state === 'degraded' && 'border-degraded',
          node.health.state === 'failing' && 'border-failing',
          node.release !== undefined && 'border-canary',
        ),
      )}
    >
      <span className="flex items-center gap-1.5 leading-5">
        <span className={cn('truncate text-sm font-semibold', largeAfar)} title={title}>
          {title}
        </span>
        <span className="flex-1" />
        <span aria-hidden className={cn(sign.className, 'text-lg', onlyAfar)}>
          {sign.glyph}
        </span>
        <NodeBadges badges={badges} most={2} className={onlyNear} />
      </span>
      <span className={cn('flex items-center justify-between gap-2 leading-4', onlyNear)}>
        <span
          {...(only === undefined ? {} : { 'data-testid': `node-${data.slug}-${shortName(only)}` })}
          className="truncate text-muted"
          title={version}
        >
          {version ?? node.kind}
        </span>
        {node.health.state === 'ok' ? (
          <span className="shrink-0 text-muted" title={node.health.reason}>
            <span aria-hidden className={cn('mr-1', sign.className)}>
              {sign.glyph}
            </span>
            {formatRate(nodeRate(node))} rps
          </span>
        ) : (
          <NodeHealth node={node} className="shrink-0" />
        )}
      </span>
      {namespace !== undefined && (
        <span className={cn('truncate text-2xs text-faint', onlyNear)}>{namespace}</span>
      )}
      <NodeEnds />
    </div>
  )
})

/** "12 services", "3 versions": what was folded into the card. */
function standsFor(count: number | undefined, node: CardNode['data']['node']): string | undefined {
  if (count === undefined) return undefined
  const kind = areaKindOf(node.id)
  return kind === undefined ? `${count} versions` : `${kind}, ${count} ${count === 1 ? 'node' : 'nodes'}`
}
