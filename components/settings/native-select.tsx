import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** A choice inside a form, as the browser draws it; give it a label. */
export function NativeSelect({ className, ...rest }: ComponentProps<'select'>) {
  return (
    <select
      className={cn('h-8 rounded-md border border-line-strong bg-bg px-2 text-sm text-text', className)}
      {...rest}
    />
  )
}
