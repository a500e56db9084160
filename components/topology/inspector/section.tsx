'use client'
import type { ReactNode } from 'react'
import { useAge } from './age'

/** A part of the inspector with its heading; `aside` says what the figures belong to. */
export function Section({
  title,
  aside,
  children,
}: {
  title: string
  aside?: ReactNode
  children: ReactNode
}) {
  return (
    <section>
      <header className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="text-xs font-medium text-muted">{title}</h3>
        {aside !== undefined && <span className="text-xs text-faint">{aside}</span>}
      </header>
      {children}
    </section>
  )
}

/** One figure with its name, and its age on hover. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  const age = useAge()
  return (
    <div
      title={age}
      className="flex items-baseline justify-between gap-4 border-b border-line py-1.5 text-sm last:border-b-0"
    >
      <dt className="text-muted">{name}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  )
}
