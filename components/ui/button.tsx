import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

const look = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 rounded-md border font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55',
  {
    variants: {
      variant: {
        /** The one thing that may be done next; at most one on a page. */
        next: 'border-canary bg-canary font-semibold text-canary-ink not-disabled:hover:brightness-105',
        secondary: 'border-line-strong bg-panel text-text not-disabled:hover:bg-stable-soft',
        ghost: 'border-transparent text-muted not-disabled:hover:bg-stable-soft not-disabled:hover:text-text',
        danger: 'border-line-strong bg-panel text-failing not-disabled:hover:border-failing',
      },
      size: { md: 'h-9 px-3.5 text-sm', sm: 'h-7 px-2.5 text-xs', icon: 'size-8 p-0' },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof look> {
  /** Renders the only child (a link) with the look of a button. */
  asChild?: boolean
}

/** A button; `type` is `button` unless said otherwise. */
export function Button({ className, variant, size, asChild = false, type, ...rest }: ButtonProps) {
  const classes = cn(look({ variant, size }), className)
  if (asChild) return <Slot.Root className={classes} {...rest} />
  return <button type={type ?? 'button'} className={classes} {...rest} />
}
