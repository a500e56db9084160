import type { ReactNode } from 'react'

interface PageHeaderProps {
  title: ReactNode
  /** After the title, quieter: namespace, versions. */
  qualifier?: ReactNode
  badges?: ReactNode
  /** Always at the same place, on the right. */
  actions?: ReactNode
}

/** The first heading of a page with its badges and actions. */
export function PageHeader({ title, qualifier, badges, actions }: PageHeaderProps) {
  return (
    <header className="mb-5 flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold tracking-tight">
          {title}
          {qualifier !== undefined && (
            <span className="ml-2 text-base font-normal text-muted">{qualifier}</span>
          )}
        </h1>
        {badges !== undefined && <div className="mt-2 flex flex-wrap gap-1.5">{badges}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  )
}
