import type { ReactNode } from 'react'

interface EmptyStateProps {
  /** What is not there. */
  title: string
  /** What that means for traffic. */
  meaning?: ReactNode
  /** What to do, in words. */
  todo?: ReactNode
  action?: ReactNode
}

/** Says why a place is empty, what that means and what to do. */
export function EmptyState({ title, meaning, todo, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-line-strong px-6 py-10 text-center">
      <p className="text-base font-semibold">{title}</p>
      {meaning !== undefined && <p className="max-w-prose text-sm text-muted">{meaning}</p>}
      {todo !== undefined && <p className="max-w-prose text-sm text-muted">{todo}</p>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  )
}
