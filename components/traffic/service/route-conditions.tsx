import type { RouteDto } from '@/lib/contracts/services'

/** What is special about a route, and what the controller of its data plane says about it. */
export function RouteConditions({ route }: { route: RouteDto }) {
  const { badges = [], conditions } = route
  if (badges.length === 0 && conditions === undefined) return null
  return (
    <ul className="flex flex-col gap-1 px-1 text-xs text-muted" data-testid="route-facts">
      {badges.map(({ kind, words }) => (
        <li key={`${kind} ${words}`}>· {words}</li>
      ))}
      {conditions?.length === 0 && (
        <li className="text-degraded">
          <span aria-hidden>◆</span> No controller has said anything about this route: nobody may be running
          it.
        </li>
      )}
      {conditions?.map(({ parent, type, ok, reason, message, stale }) => (
        <li
          key={`${parent} ${type}`}
          data-testid="route-condition"
          className={stale ? 'text-info' : ok ? 'text-ok' : 'text-failing'}
        >
          <span aria-hidden>{stale ? '◌' : ok ? '✓' : '✕'}</span> {parent}:{' '}
          {stale ? `has not looked at the latest change yet (${type})` : conditionWords(type, ok)}
          {!ok && !stale && ` – ${reason}${message === '' ? '' : `: ${message}`}`}
        </li>
      ))}
    </ul>
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
