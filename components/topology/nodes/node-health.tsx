import { healthSigns } from '@/components/ui/health'
import { formatPercent } from '@/components/ui/format-number'
import { cn } from '@/lib/cn'
import type { GraphNodeDto } from '@/lib/contracts/topology'

/** The glyph of a node's health and, in words, why: its share of errors, or that there is too little traffic. */
export function NodeHealth({ node, className }: { node: GraphNodeDto; className?: string }) {
  const { state, reason } = node.health
  const sign = healthSigns[state]
  const share = node.in.errorShare
  const words =
    state === 'unknown' ? 'too little traffic' : share === null ? sign.word : `${formatPercent(share)} errors`
  return (
    <span
      title={reason}
      className={cn(
        'truncate',
        state === 'ok' || state === 'unknown' ? 'text-muted' : sign.className,
        className,
      )}
    >
      <span aria-hidden className={cn('mr-1', sign.className)}>
        {sign.glyph}
      </span>
      {words}
    </span>
  )
}
