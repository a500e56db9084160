import type { ClusterView } from '@/lib/domain/kube'
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

/** A label that all pods of a version carry and no others among those that a selector chooses. */
export function tellingLabel(
  view: ClusterView,
  namespace: string,
  selector: Labels,
  version: string,
): readonly [label: string, value: string] | undefined {
  const chosen = (all: readonly Labels[]) => all.filter((labels) => selects(selector, labels))
  const pods = chosen(livePods(view, namespace).map(labelsOf))
  const templates = chosen(podTemplates(view, namespace).map(({ labels }) => labels))
  // An injected label is on the pods but not on the template, and is second choice.
  for (const all of [[...pods, ...templates], pods]) {
    for (const label of byUse(view, namespace)) {
      const value = telling(all, label, version)
      if (value !== undefined) return [label, value]
    }
  }
  return undefined
}

/** Labels that the namespace's Services select versions by come first. */
function byUse(view: ClusterView, namespace: string): string[] {
  const selectors = view.list('services', namespace).map(selectorOf)
  const used = VERSION_LABELS.filter((label) => selectors.some((selector) => selector?.has(label) === true))
  return [...new Set([...used, ...VERSION_LABELS])]
}

function telling(all: readonly Labels[], label: string, version: string): string | undefined {
  const values = (inside: boolean) =>
    new Set(
      all.filter((labels) => (versionOf(labels) === version) === inside).map((labels) => labels.get(label)),
    )
  const [value, ...others] = values(true)
  return others.length === 0 && value !== undefined && !values(false).has(value) ? value : undefined
}
