import type { ClusterView } from '@/lib/domain/kube'
import type { DestinationSpec } from './destination-spec'
import { readVirtualService } from './schema'

/** Whether a destination, as a route of that namespace means it, is the one that is asked for. */
type IsUse = (destination: DestinationSpec, routeNamespace: string) => boolean

/** True when VirtualServices go on using something after these destinations, which are uses too, are gone. */
export function isUsedBeside(
  view: ClusterView,
  removed: readonly DestinationSpec[],
  routeNamespace: string,
  isUse: IsUse,
): boolean {
  const gone = removed.filter((destination) => isUse(destination, routeNamespace)).length
  return usesOf(view, isUse) > gone
}

function usesOf(view: ClusterView, isUse: IsUse): number {
  return view
    .list('virtualservices')
    .map(readVirtualService)
    .flatMap(({ namespace, rules }) =>
      rules
        .flatMap(({ route, mirrors }) => [...route, ...mirrors])
        .filter(({ destination }) => isUse(destination, namespace)),
    ).length
}
