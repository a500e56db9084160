import type { ClusterView } from '@/lib/domain/kube'
import type { RouteBadge } from '@/lib/domain/traffic/model'
import { delegateBadges } from './delegation'
import type { VersionResolver } from './destination-version'
import { externalBadges, policyBadges } from './policy-badges'
import type { VirtualService } from './schema'
import { audienceOf, sharedHostBadges } from './shared-hosts'

/** What is worth knowing about a VirtualService beside its rules. */
export function badgesOf(
  view: ClusterView,
  virtualService: VirtualService,
  resolver: VersionResolver,
): RouteBadge[] {
  return [
    ...exportBadges(virtualService),
    ...delegateBadges(view, virtualService),
    ...sharedHostBadges(view, virtualService),
    ...policyBadges(view, virtualService, resolver),
    ...externalBadges(view, virtualService, resolver),
  ]
}

function exportBadges(virtualService: VirtualService): RouteBadge[] {
  const audience = audienceOf(virtualService)
  if (audience === undefined) return []
  const words =
    audience.size === 0
      ? 'exported to nobody: no caller follows it'
      : `only callers in ${[...audience].join(', ')} follow it`
  return [{ kind: 'export-to', words }]
}
