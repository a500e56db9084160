import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { formatPercent } from '@/components/ui/format-number'
import { Table, Td, Th } from '@/components/ui/table'
import { TimeAgo } from '@/components/ui/time-ago'
import { destinationName } from '@/lib/domain/traffic/destination-name'
import type { RouteDto } from '@/lib/contracts/services'
import { matchWords, traitWords } from '../match-words'
import { ruleWords } from './rule-words'

/** Every route of a service with its rules, and who wrote it last. */
export function RoutesTable({ routes }: { routes: readonly RouteDto[] }) {
  if (routes.length === 0) {
    return (
      <EmptyState
        title="No route addresses this service"
        meaning="Its traffic is spread over all ready pods alike, whatever their version."
      />
    )
  }
  return (
    <div className="flex flex-col gap-4">
      {routes.map((route) => (
        <Card
          key={route.id}
          title={`${route.kind} ${route.namespace}/${route.name}`}
          aside={<Writer route={route} />}
        >
          <div className="mb-2 flex flex-wrap gap-1.5">
            {route.owner !== undefined && (
              <Badge tone="degraded" title={route.owner.note}>
                <span aria-hidden>◆</span> {route.owner.drives === true ? 'driven by' : 'kept by'}{' '}
                {route.owner.tool} {route.owner.name}
              </Badge>
            )}
            {route.hosts.map((host) => (
              <Badge key={host}>host {host}</Badge>
            ))}
            {route.gateways.map((gateway) => (
              <Badge key={gateway}>gateway {gateway}</Badge>
            ))}
          </div>
          {route.owner !== undefined && <p className="mb-2 text-xs text-muted">{route.owner.note}</p>}
          <Table label={`Rules of ${route.name}`}>
            <thead>
              <tr>
                <Th>rule</Th>
                <Th>matches</Th>
                <Th>sends to</Th>
                <Th>mirrors</Th>
                <Th>besides</Th>
              </tr>
            </thead>
            <tbody>
              {route.rules.map((rule) => (
                <tr key={rule.id}>
                  <Td className="font-medium whitespace-nowrap">
                    <span title={`Rule ${rule.id}`}>{ruleWords(route, rule) || 'the only rule'}</span>
                  </Td>
                  <Td>{matchWords(rule.match)}</Td>
                  <Td>
                    {rule.destinations.length === 0
                      ? '–'
                      : rule.destinations.map((one) => (
                          <div key={one.key} title={`${one.host}, weight ${one.weight} of ${rule.total}`}>
                            {destinationName(one, rule.destinations)} {formatPercent(one.percent)}
                          </div>
                        ))}
                  </Td>
                  <Td>
                    {rule.mirrors.length === 0
                      ? '–'
                      : rule.mirrors.map(({ to, percent }) => (
                          <div key={to}>
                            {formatPercent(percent)} to {to}
                          </div>
                        ))}
                  </Td>
                  <Td className="text-muted">{traitWords(rule).join(' · ') || '–'}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </Card>
      ))}
    </div>
  )
}

function Writer({ route: { writer } }: { route: RouteDto }) {
  if (writer === undefined) return <span>nobody is known to have written it</span>
  return (
    <span>
      last written by <b className="font-semibold text-text">{writer.actor ?? writer.manager}</b>{' '}
      <TimeAgo at={writer.time} />
    </span>
  )
}
