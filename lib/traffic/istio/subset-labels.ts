import type { ClusterView } from '@/lib/domain/kube'
import { requireTellingLabel } from '../telling-label'
import { selectorOf, VERSION_LABELS } from '../workloads'
import type { PlacedService } from '../backing-services'
import type { DestinationRule } from './schema'

/**
 * A label that all pods of the version carry and no others: the one that the sibling subsets use, where it does. Throws
 * `missing-destination` where no label tells the version from the others.
 */
export function labelsOfVersion(
  view: ClusterView,
  { namespace, name }: PlacedService,
  version: string,
  rule?: DestinationRule,
): Record<string, string> {
  const selector = selectorOf(view.get('services', namespace, name)) ?? new Map<string, string>()
  const used = VERSION_LABELS.filter((label) => rule?.subsets.some(({ labels }) => labels.has(label)))
  return requireTellingLabel(view, namespace, selector, version, used)
}
