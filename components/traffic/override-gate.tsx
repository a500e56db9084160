'use client'
import { createContext, useContext, useState, type ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import type { RouteDto, ServiceDetailDto } from '@/lib/contracts/services'
import { useCan } from '@/lib/queries/use-can'

const Overridden = createContext<string | null>(null)

/** The controller against which the route around is being moved; null where nobody is overridden. */
export function useOverridden(): string | null {
  return useContext(Overridden)
}

/** What a dry run says in place of a reason that is still being written; nothing is recorded of it. */
export const unwrittenReason = 'A look before the move; the reason is still being written.'

interface OverrideGateProps {
  service: ServiceDetailDto
  route: RouteDto
  children: ReactNode
}

/** Around a route that another controller drives: whose it is, and for those who may, the way to move it anyway. */
export function OverrideGate({ service, route, children }: OverrideGateProps) {
  return route.owner?.drives === true ? (
    <Gate service={service} route={route} owner={route.owner}>
      {children}
    </Gate>
  ) : (
    children
  )
}

interface GateProps extends OverrideGateProps {
  owner: NonNullable<RouteDto['owner']>
}

function Gate({ service, route, owner, children }: GateProps) {
  const [on, setOn] = useState(false)
  const may = useCan('override', service)
  const overriding = on && may.allowed
  return (
    <Overridden value={overriding ? owner.tool : null}>
      <div
        role="group"
        aria-label={`${owner.tool} drives ${route.kind} ${route.name}`}
        data-testid="override"
        className="mb-3 flex flex-col gap-2 rounded-lg border border-degraded bg-panel px-4 py-3 text-sm"
      >
        <p>
          <span aria-hidden className="mr-1.5 text-degraded">
            ◆
          </span>
          <b className="font-semibold">
            {owner.tool} {owner.name} drives this route.
          </b>{' '}
          {owner.note}
        </p>
        {overriding ? (
          <p role="status" className="text-degraded">
            You move it against {owner.tool}. What you apply reaches traffic at once, and {owner.tool} may put
            it back at any moment. Every move needs a reason, which goes into the audit log.
          </p>
        ) : (
          <p className="text-muted">
            Move the release with {owner.tool} instead. Only when that is stuck, move the route itself.
          </p>
        )}
        {may.allowed ? (
          <Button
            size="sm"
            className="self-start"
            data-testid="override-switch"
            aria-pressed={overriding}
            onClick={() => setOn(!on)}
          >
            {overriding ? `Leave it to ${owner.tool} again` : `Move it against ${owner.tool}`}
          </Button>
        ) : (
          may.reason !== undefined && (
            <p data-testid="override-reason" className="text-xs text-muted">
              To move it anyway takes the permission override. {may.reason}
            </p>
          )
        )}
      </div>
      {children}
    </Overridden>
  )
}
