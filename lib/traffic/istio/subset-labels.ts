import { DomainError } from '@/lib/domain/errors'
import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import {
  labelsOf,
  livePods,
  podTemplates,
  selectorOf,
  selects,
  VERSION_LABELS,
  versionOf,
  type Labels,
} from '../workloads'
import type { DestinationRule } from './schema'

/**
 * A label that all pods of the version carry and no others: the one that the sibling subsets use, where it does. Throws
 * `missing-destination` where no label tells the version from the others.
 */
export function labelsOfVersion(
  view: ClusterView,
  service: Pick<ServiceRef, 'namespace' | 'name'>,
  version: string,
  rule?: DestinationRule,
): Record<string, string> {
  const selector =
    selectorOf(view.get('services', service.namespace, service.name)) ?? new Map<string, string>()
  const chosen = (all: readonly Labels[]) => all.filter((labels) => selects(selector, labels))
  const pods = chosen(livePods(view, service.namespace).map(labelsOf))
  const templates = chosen(podTemplates(view, service.namespace).map(({ labels }) => labels))
  const used = VERSION_LABELS.filter((label) => rule?.subsets.some(({ labels }) => labels.has(label)))
  // An injected label is on the pods but not on the template, and is second choice.
  for (const all of [[...pods, ...templates], pods]) {
    for (const label of [...used, ...VERSION_LABELS]) {
      const value = telling(all, label, version)
      if (value !== undefined) return { [label]: value }
    }
  }
  throw new DomainError(
    'missing-destination',
    `No label tells the pods of version ${version} from the others. Give them one of ${VERSION_LABELS.join(', ')}.`,
  )
}

function telling(all: readonly Labels[], label: string, version: string): string | undefined {
  const inside = new Set(
    all.filter((labels) => versionOf(labels) === version).map((labels) => labels.get(label)),
  )
  const outside = new Set(
    all.filter((labels) => versionOf(labels) !== version).map((labels) => labels.get(label)),
  )
  const [value] = inside
  return inside.size === 1 && value !== undefined && !outside.has(value) ? value : undefined
}
