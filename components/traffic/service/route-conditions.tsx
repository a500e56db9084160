import type { ReactNode } from 'react'
import type { RouteDto } from '@/lib/contracts/services'
import { cn } from '@/lib/cn'
import { badgeLines } from './badge-words'

/** What is special about a route, and what the controller of its data plane says about it. */
export function RouteConditions({ route }: { route: RouteDto }) {
  const lines = badgeLines(route.badges ?? [])
  const { conditions } = route
  if (lines.length === 0 && conditions === undefined) return null
  return (
    <ul className="flex flex-col gap-1 text-xs text-muted" data-testid="route-facts">
      {conditions?.length === 0 && (
        <Line glyph="◆" className="text-degraded">
          No controller has said anything about this route: nobody may be running it.
        </Line>
      )}
      {conditions?.map(({ parent, type, ok, reason, message, stale }) => (
        <Line
          key={`${parent} ${type}`}
          testId="route-condition"
          glyph={stale ? '◌' : ok ? '✓' : '✕'}
          className={stale ? 'text-info' : ok ? 'text-ok' : 'text-failing'}
        >
          {parent}: {stale ? `has not looked at the latest change yet (${type})` : conditionWords(type, ok)}
          {!ok && !stale && ` – ${reason}${message === '' ? '' : `: ${message}`}`}
        </Line>
      ))}
      {lines.map((words) => (
        <Line key={words} glyph="·">
          {words}
        </Line>
      ))}
    </ul>
  )
}

interface LineProps {
  glyph: string
  className?: string
  testId?: string
  children: ReactNode
}

function Line({ glyph, className, testId, children }: LineProps) {
  return (
    <li data-testid={testId} className={cn('flex gap-1.5', className)}>
      <span aria-hidden className="w-3 shrink-0 text-center">
        {glyph}
      </span>
      <span className="min-w-0 break-words">{children}</span>
    </li>
  )
}

const words: Readonly<Record<string, { yes: string; no: string }>> = {
  Accepted: { yes: 'accepted', no: 'not accepted' },
  ResolvedRefs: { yes: 'all backends found', no: 'backends not found' },
}

function conditionWords(type: string, ok: boolean): string {
  const known = words[type] ?? { yes: type, no: `not ${type}` }
  return ok ? known.yes : known.no
}
