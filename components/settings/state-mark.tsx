import { cn } from '@/lib/cn'

const signs = {
  ok: { glyph: '●', className: 'text-ok' },
  degraded: { glyph: '◆', className: 'text-degraded' },
  failing: { glyph: '▲', className: 'text-failing' },
}

/** The state of a connection as shape and word. */
export function StateMark({ state, children }: { state: keyof typeof signs; children: string }) {
  const { glyph, className } = signs[state]
  return (
    <span className={cn('inline-flex items-center gap-1.5 text-sm whitespace-nowrap', className)}>
      <span aria-hidden>{glyph}</span>
      {children}
    </span>
  )
}
