'use client'
import { SplitBar } from '@/components/traffic/split-bar/split-bar'
import type { ServiceDetailDto } from '@/lib/contracts/services'
import { Section } from './section'

/** The split bar of every rule that has something to split. */
export function SplitSections({ service }: { service: ServiceDetailDto }) {
  const splits = service.routes.flatMap((route) =>
    route.rules.filter((rule) => rule.destinations.length > 1).map((rule) => ({ route, rule })),
  )
  if (splits.length === 0) {
    return (
      <Section title="Traffic split">
        <p className="text-sm text-muted">
          {service.versions.length > 1
            ? 'No rule splits traffic between its versions: it spreads over all ready pods alike.'
            : 'There is one version, which gets everything.'}
        </p>
      </Section>
    )
  }
  return splits.map(({ route, rule }) => (
    <Section
      key={`${route.id} ${rule.id}`}
      title="Traffic split"
      aside={`${route.kind} ${route.name}, rule ${rule.name ?? rule.id}`}
    >
      <SplitBar service={service} route={route} rule={rule} />
    </Section>
  ))
}
