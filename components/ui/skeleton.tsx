import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** A placeholder that shows itself only after 300 ms, so that quick answers never flash. */
export function Skeleton({ className, ...rest }: ComponentProps<'div'>) {
  return <div aria-hidden className={cn('animate-late rounded-md bg-stable-soft', className)} {...rest} />
}

/** Placeholder of a list, with words for screen readers. */
export function SkeletonRows({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" className="flex flex-col gap-2">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} className="h-11" />
      ))}
    </div>
  )
}
