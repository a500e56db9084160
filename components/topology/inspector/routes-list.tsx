import { matchWords, traitWords } from '@/components/traffic/match-words'
import { formatPercent } from '@/components/ui/format-number'
import { destinationName } from '@/lib/domain/traffic/destination-name'
import type { RouteDto } from '@/lib/contracts/services'
import { Section } from './section'

/** The routes of a service and, in words, what their rules do. */
export function RoutesList({ routes }: { routes: readonly RouteDto[] }) {
  if (routes.length === 0) return null
  return (
    <Section title="Routes">
      <ul className="flex flex-col gap-2.5 text-sm">
        {routes.map((route) => (
          <li key={route.id}>
            <p>
              {route.kind} <span className="font-medium">{route.name}</span>
              {route.writer !== undefined && (
                <span className="text-xs text-faint">
                  {' '}
                  · last written by {route.writer.actor ?? route.writer.manager}
                </span>
              )}
            </p>
            <ul className="mt-1 flex flex-col gap-1 border-l border-line pl-3 text-xs text-muted">
              {route.rules.map((rule) => (
                <li key={rule.id}>
                  <span className="text-text">{rule.name ?? rule.id}</span>: {matchWords(rule.match)} →{' '}
                  {rule.destinations
                    .map((one, _, all) => `${destinationName(one, all)} ${formatPercent(one.percent)}`)
                    .join(', ') || 'nowhere'}
                  {rule.mirrors
                    .map(({ to, percent }) => ` · mirror ${formatPercent(percent)} to ${to}`)
                    .join('')}
                  {traitWords(rule)
                    .map((trait) => ` · ${trait}`)
                    .join('')}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Section>
  )
}
