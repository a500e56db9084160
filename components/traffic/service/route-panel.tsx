'use client'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import type { RouteDto, ServiceDetailDto } from '@/lib/contracts/services'
import { useCan } from '@/lib/queries/use-can'
import { MoveDialog } from '../move-dialog'
import { CutOverControls } from './cut-over-controls'
import { MatchDialog } from './match-dialog'
import { missingControls } from './missing-controls'
import { RouteConditions } from './route-conditions'
import { routeTarget } from './route-target'
import { RuleCard } from './rule-card'
import { useRouteCan } from './use-route-can'

/** One route: whose it is, what its controller says, what can be done with it as a whole, and its rules. */
export function RoutePanel({ service, route }: { service: ServiceDetailDto; route: RouteDto }) {
  const [dialog, setDialog] = useState<'match' | 'remove' | null>(null)
  const match = useRouteCan('match', service, route)
  const make = useCan('routes.create', service)
  const kinds = route.capabilities.match
  const lacking = missingControls(route)
  return (
    <section aria-label={`${route.kind} ${route.name}`} className="flex flex-col gap-3" data-testid="route">
      {route.rules.map((rule) => (
        <RuleCard key={rule.id} service={service} route={route} rule={rule} />
      ))}
      <div className="flex flex-col gap-2.5 rounded-lg border border-line px-4 py-3">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="mr-1 text-sm text-muted">
            {route.kind} <span className="font-semibold text-text">{route.name}</span> as a whole
          </h2>
          {kinds !== false && (
            <Button
              size="sm"
              data-testid="match-start"
              disabled={!match.allowed}
              title={match.allowed ? undefined : match.reason}
              onClick={() => setDialog('match')}
            >
              Match…
            </Button>
          )}
          <CutOverControls service={service} route={route} />
          {route.madeHere === true && (
            <Button
              size="sm"
              variant="ghost"
              data-testid="route-remove"
              disabled={!make.allowed}
              title={make.allowed ? undefined : make.reason}
              onClick={() => setDialog('remove')}
            >
              Remove this route
            </Button>
          )}
        </div>
        {route.owner !== undefined && (
          <p className="text-xs text-muted">
            <Badge tone="degraded" data-testid="owner">
              <span aria-hidden>◆</span> {route.owner.drives === true ? 'driven by' : 'kept by'}{' '}
              {route.owner.tool} {route.owner.name}
            </Badge>{' '}
            {route.owner.drives !== true && route.owner.note}
          </p>
        )}
        <RouteConditions route={route} />
        {lacking.length > 0 && (
          <details className="text-xs text-muted">
            <summary className="cursor-pointer">What this data plane cannot do here</summary>
            <ul data-testid="lacking" className="mt-1.5 flex flex-col gap-1 pl-4">
              {lacking.map(({ control, reason }) => (
                <li key={control}>
                  <b className="font-semibold text-text">{control}</b>: {reason}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {dialog === 'match' && kinds !== false && (
        <MatchDialog service={service} route={route} kinds={kinds} onClose={() => setDialog(null)} />
      )}
      <MoveDialog
        open={dialog === 'remove'}
        onOpenChange={(open) => setDialog(open ? 'remove' : null)}
        title="Remove this route"
        description="Everything that Aviary made for it is deleted, and the service is as it was before: its traffic is spread over all ready pods."
        request={dialog === 'remove' ? { kind: 'remove-route', ...routeTarget(service, route) } : null}
        confirm="Remove the route"
        done={`Route of ${service.name} removed`}
      />
    </section>
  )
}
