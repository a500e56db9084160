import { DomainError } from '@/lib/domain/errors'
import type { ClusterView } from '@/lib/domain/kube'
import {
  labelsOf,
  livePods,
  podTemplates,
  selects,
  VERSION_LABELS,
  versionOf,
  type Labels,
} from '../workloads'

/**
 * A label that all pods of a version carry and no others of those that `base` selects. Throws `missing-destination`
 * where no version label tells them apart.
 */
export function tellingLabel(
  view: ClusterView,
  namespace: string,
  base: Labels,
  version: string,
): Record<string, string> {
  const chosen = (all: readonly Labels[]) => all.filter((labels) => selects(base, labels))
  const pods = chosen(livePods(view, namespace).map(labelsOf))
  const templates = chosen(podTemplates(view, namespace).map(({ labels }) => labels))
  // An injected label is on the pods but not on the template, and is second choice.
  for (const all of [[...pods, ...templates], pods]) {
    for (const label of VERSION_LABELS) {
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
  const valuesOf = (inside: boolean) =>
    new Set(
      all.filter((labels) => (versionOf(labels) === version) === inside).map((labels) => labels.get(label)),
    )
  const inside = valuesOf(true)
  const [value] = inside
  return inside.size === 1 && value !== undefined && !valuesOf(false).has(value) ? value : undefined
}
