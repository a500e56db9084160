import Link from 'next/link'
import { SplitBar } from '@/components/traffic/split-bar/split-bar'
import { Card } from '@/components/ui/card'
import type { ReleaseDto } from '@/lib/contracts/releases'
import type { ServiceDetailDto } from '@/lib/contracts/services'

interface SplitCardProps {
  release: ReleaseDto
  service: ServiceDetailDto
}

/** The live split of every rule that the release moves. */
export function SplitCard({ release, service }: SplitCardProps) {
  const rules = release.plan.rules.map((wanted) => {
    const route = service.routes.find(({ id }) => id === wanted.route)
    const rule = route?.rules.find(({ id }) => id === wanted.rule)
    return { key: `${wanted.route}/${wanted.rule}`, route, rule }
  })
  const pauses = release.allowed.includes('set-weight')
  return (
    <Card id="split" title="Traffic" aside={pauses ? 'Moving it by hand pauses the release.' : undefined}>
      <div className="flex flex-col gap-6">
        {rules.map(({ key, route, rule }) =>
          route === undefined || rule === undefined ? (
            <p key={key} className="text-sm text-failing">
              <span aria-hidden>▲</span> The rule {key} is gone from the cluster. Look at{' '}
              <Link
                className="underline"
                href={`/services/${service.cluster}/${service.namespace}/${service.name}`}
              >
                the routes of {service.name}
              </Link>
              .
            </p>
          ) : (
            <div key={key}>
              {rules.length > 1 && (
                <p className="mb-1.5 text-xs text-muted">
                  {route.kind} {route.name}, rule {rule.name ?? rule.id}
                </p>
              )}
              <SplitBar service={service} route={route} rule={rule} />
            </div>
          ),
        )}
      </div>
    </Card>
  )
}
