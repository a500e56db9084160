'use client'
import { Popover as Radix } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

export const Popover = Radix.Root
export const PopoverTrigger = Radix.Trigger

/** The panel of a popover. */
export function PopoverContent({ className, sideOffset = 6, ...rest }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={sideOffset}
        collisionPadding={12}
        className={cn(
          'z-50 max-w-sm rounded-lg border border-line-strong bg-raised p-4 text-sm shadow-xl',
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  )
}
