'use client'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import type { RouteDto, ServiceDetailDto } from '@/lib/contracts/services'
import { MoveDialog } from '../move-dialog'
import { routeTarget } from './route-target'
import { useRouteCan } from './use-route-can'

/** Everything to another version in one move: blue-green. Offered for versions that don't have everything already. */
export function CutOverControls({ service, route }: { service: ServiceDetailDto; route: RouteDto }) {
  const [to, setTo] = useState<string | null>(null)
  const may = useRouteCan('cut-over', service, route)
  if (!route.capabilities.cutOver) return null
  const whole = wholeVersion(route)
  const others = service.versions.map(({ version }) => version).filter((version) => version !== whole)
  return (
    <>
      {others.map((version) => (
        <Button
          key={version}
          size="sm"
          data-testid={`cut-over-${version}`}
          disabled={!may.allowed}
          title={may.allowed ? undefined : may.reason}
          onClick={() => setTo(version)}
        >
          Cut over to {version}
        </Button>
      ))}
      <MoveDialog
        open={to !== null}
        onOpenChange={(open) => {
          if (!open) setTo(null)
        }}
        title={`Cut over to ${to ?? ''}`}
        description="All requests of this route that go to versions of the service go to one of them, at once. Back again is the same move."
        request={to === null ? null : { kind: 'cut-over', ...routeTarget(service, route), to }}
        confirm={`Cut over to ${to ?? ''}`}
        done={`${service.name} cut over to ${to ?? ''}`}
      />
    </>
  )
}

/** The version that has everything already, where one has. */
function wholeVersion({ rules }: RouteDto): string | undefined {
  const own = rules.filter(({ madeBy, destinations }) => madeBy === undefined && destinations.length > 0)
  const names = own.map(({ destinations }) => destinations.find(({ percent }) => percent === 100)?.version)
  const [first] = names
  return names.every((name) => name === first) ? first : undefined
}
