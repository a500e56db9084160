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
} from './workloads'

/** A label that all pods of a version carry and no others of those that a selector chooses; `preferred` labels first. */
export function tellingLabel(
  view: ClusterView,
  namespace: string,
  selector: Labels,
  version: string,
  preferred: readonly string[] = [],
): Record<string, string> | undefined {
  const chosen = (all: readonly Labels[]) => all.filter((labels) => selects(selector, labels))
  const pods = chosen(livePods(view, namespace).map(labelsOf))
  const templates = chosen(podTemplates(view, namespace).map(({ labels }) => labels))
  // An injected label is on the pods but not on the template, and is second choice.
  for (const all of [[...pods, ...templates], pods]) {
    for (const label of new Set([...preferred, ...VERSION_LABELS])) {
      const value = telling(all, label, version)
      if (value !== undefined) return { [label]: value }
    }
  }
  return undefined
}

/** The same; throws `missing-destination` where no version label tells the version from the others. */
export function requireTellingLabel(...asked: Parameters<typeof tellingLabel>): Record<string, string> {
  const found = tellingLabel(...asked)
  if (found !== undefined) return found
  const [, , , version] = asked
  throw new DomainError(
    'missing-destination',
    `No label tells the pods of version ${version} from the others. Give them one of ${VERSION_LABELS.join(', ')}.`,
  )
}

function telling(all: readonly Labels[], label: string, version: string): string | undefined {
  const values = (inside: boolean) =>
    new Set(
      all.filter((labels) => (versionOf(labels) === version) === inside).map((labels) => labels.get(label)),
    )
  const [value, ...others] = values(true)
  return others.length === 0 && value !== undefined && !values(false).has(value) ? value : undefined
}
