import type { ReactNode } from 'react'

/** A name and its value in a description list, in one line. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-8 items-center justify-between gap-3">
      <dt className="shrink-0 text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center">{children}</dd>
    </div>
  )
}
