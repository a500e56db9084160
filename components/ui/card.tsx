import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface CardProps extends Omit<ComponentProps<'section'>, 'title'> {
  title?: ReactNode
  /** On the right of the title: a qualifier or small controls. */
  aside?: ReactNode
}

/** A panel with an optional heading. */
export function Card({ title, aside, className, children, ...rest }: CardProps) {
  return (
    <section className={cn('rounded-lg border border-line bg-panel p-4', className)} {...rest}>
      {title !== undefined && (
        <header className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <h2 className="text-sm font-semibold text-muted">{title}</h2>
          {aside !== undefined && <div className="text-xs text-muted">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  )
}
