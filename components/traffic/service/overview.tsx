'use client'
import { ServiceRollouts } from '@/components/rollouts/service-rollouts'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import { FindingList } from '../finding-list'
import { OverrideGate } from '../override-gate'
import { MakeRoute } from './make-route'
import { MetricsCard } from './metrics-card'
import { RoutePanel } from './route-panel'
import { VersionsCard } from './versions-card'

/** The split of every rule, what is wrong, the versions and their figures. */
export function Overview({ service }: { service: ServiceDetailDto }) {
  const findings = service.findings.length > 0
  return (
    <div className="flex flex-col gap-4">
      <div
        className={
          findings ? 'grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,3fr)]' : 'contents'
        }
      >
        <div className="flex flex-col gap-4">
          {service.routes.length === 0 && (
            <EmptyState
              title="No route addresses this service"
              meaning="Its traffic is spread over all ready pods alike, whatever their version."
              todo="Make a route that names its versions."
            />
          )}
          {service.routes.map((route) => (
            <OverrideGate key={route.id} service={service} route={route}>
              <RoutePanel service={service} route={route} />
            </OverrideGate>
          ))}
          <MakeRoute service={service} />
          <ServiceRollouts service={service} />
        </div>
        {findings && (
          <Card title="Findings" aside={`${service.findings.length} open`}>
            <FindingList findings={service.findings} />
          </Card>
        )}
      </div>
      <VersionsCard service={service} />
      <MetricsCard service={service} />
    </div>
  )
}
