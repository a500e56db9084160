import type { ReactNode } from 'react'

/** A key as printed on a keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block rounded-sm border border-line-strong px-1.5 font-sans text-2xs leading-4 text-muted">
      {children}
    </kbd>
  )
}
