'use client'
import type { NodeProps } from '@xyflow/react'
import { ChevronDown } from 'lucide-react'
import { memo } from 'react'
import { healthSigns } from '@/components/ui/health'
import { cn } from '@/lib/cn'
import type { AreaNode } from '../flow-types'
import { area as room } from '../layout/sizes'
import { largerAfar, onlyNear } from './node-frame'

/** The box around all of a namespace or a cluster; its heading folds it into one node. */
export const AreaBox = memo(function AreaBox({ data }: NodeProps<AreaNode>) {
  const { area, health, count, selected } = data
  const sign = healthSigns[health.state]
  return (
    <div
      data-testid={`area-${area.kind}-${area.name}`}
      className={cn(
        'size-full rounded-2xl border border-line-strong',
        area.kind === 'cluster' ? 'border-dashed' : 'bg-[color-mix(in_srgb,var(--panel)_45%,transparent)]',
        selected && 'ring-2 ring-(--focus)',
      )}
    >
      <header
        className="pointer-events-auto flex cursor-pointer items-center gap-2 px-4"
        style={{ height: room.header - 4 }}
      >
        <button
          type="button"
          tabIndex={-1}
          aria-label={`Fold ${area.kind} ${area.name}`}
          className="-ml-1.5 rounded-sm p-0.5 text-muted hover:bg-stable-soft hover:text-text"
          onClick={(event) => {
            event.stopPropagation()
            data.onFold(area.id)
          }}
        >
          <ChevronDown className="size-4" aria-hidden />
        </button>
        <span aria-hidden className={sign.className} title={health.reason}>
          {sign.glyph}
        </span>
        <span className={cn('truncate text-sm font-semibold', largerAfar)}>{area.name}</span>
        <span className={cn('truncate text-xs text-muted', onlyNear)}>
          {area.kind}, {count} {count === 1 ? 'node' : 'nodes'}
          {health.state !== 'ok' && `, ${sign.word}`}
        </span>
      </header>
    </div>
  )
})
