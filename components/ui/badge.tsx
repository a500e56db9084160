import { cva, type VariantProps } from 'class-variance-authority'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

const look = cva(
  'inline-flex items-center gap-1.5 rounded-sm border px-2 py-px text-xs leading-5 whitespace-nowrap',
  {
    variants: {
      tone: {
        neutral: 'border-line-strong text-muted',
        ok: 'border-line-strong text-ok',
        degraded: 'border-line-strong text-degraded',
        failing: 'border-line-strong text-failing',
        info: 'border-line-strong text-info',
        canary: 'border-canary text-canary-text',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
)
export type BadgeTone = NonNullable<VariantProps<typeof look>['tone']>

/** A small label. `canary` only for the canary version and for what waits for a person. */
export function Badge({ className, tone, ...rest }: ComponentProps<'span'> & { tone?: BadgeTone }) {
  return <span className={cn(look({ tone }), className)} {...rest} />
}
