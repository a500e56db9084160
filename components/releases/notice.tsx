import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

interface NoticeProps {
  tone: 'canary' | 'degraded' | 'failing'
  title: string
  children: ReactNode
  testId?: string
}

const looks = {
  canary: { glyph: '◇', border: 'border-canary', text: 'text-canary-text' },
  degraded: { glyph: '◆', border: 'border-degraded', text: 'text-degraded' },
  failing: { glyph: '▲', border: 'border-failing', text: 'text-failing' },
} as const

/** Something that waits for a person, above everything else on the page. */
export function Notice({ tone, title, children, testId }: NoticeProps) {
  const look = looks[tone]
  return (
    <section
      aria-label={title}
      data-testid={testId}
      className={cn('rounded-lg border bg-panel px-4 py-3', look.border)}
    >
      <h2 className="text-base font-semibold">
        <span aria-hidden className={cn('mr-2', look.text)}>
          {look.glyph}
        </span>
        {title}
      </h2>
      <div className="mt-1 flex flex-col gap-2 text-sm">{children}</div>
    </section>
  )
}
