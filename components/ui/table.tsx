import type { ComponentProps } from 'react'
import { cn } from '@/lib/cn'

/** A table that scrolls sideways inside its own frame on narrow screens. */
export function Table({ className, label, ...rest }: ComponentProps<'table'> & { label: string }) {
  return (
    <div className="relative overflow-x-auto" role="region" aria-label={label} tabIndex={0}>
      <table className={cn('w-full border-collapse text-sm', className)} aria-label={label} {...rest} />
    </div>
  )
}

/** A heading cell; `numeric` aligns it with figures. */
export function Th({ className, numeric = false, ...rest }: ComponentProps<'th'> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={cn(
        'border-b border-line px-3 py-2 text-xs font-medium whitespace-nowrap text-faint',
        numeric ? 'text-right' : 'text-left',
        className,
      )}
      {...rest}
    />
  )
}

/** A cell; `numeric` puts figures on the right. */
export function Td({ className, numeric = false, ...rest }: ComponentProps<'td'> & { numeric?: boolean }) {
  return (
    <td
      className={cn(
        'border-b border-line px-3 py-2 align-middle',
        numeric ? 'text-right whitespace-nowrap' : 'text-left',
        className,
      )}
      {...rest}
    />
  )
}
