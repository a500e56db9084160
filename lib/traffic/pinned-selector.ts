import type { ClusterView } from '@/lib/domain/kube'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { podTemplates, selectorOf, selects, VERSION_LABELS, versionOf, type Labels } from './workloads'

/** Blue-green by a Service: its selector names a version, and is switched to another one. */

export interface PinnedSelector {
  /** The selector without its version labels. */
  base: Labels
  /** The version labels that it pins, one or more. */
  pinned: Labels
}

/**
 * What the selector of a Service pins; undefined where it pins no version, nothing else, or where the Service is one of
 * several per-version Services, which are switched by whatever sends to them.
 */
export function pinnedSelector(view: ClusterView, service: ServiceRef): PinnedSelector | undefined {
  const object = view.get('services', service.namespace, service.name)
  const selector = selectorOf(object)
  if (object === undefined || selector === undefined) return undefined
  const isVersion = (name: string) => VERSION_LABELS.some((label) => label === name)
  const pinned = new Map([...selector].filter(([name]) => isVersion(name)))
  const base = new Map([...selector].filter(([name]) => !isVersion(name)))
  if (pinned.size === 0 || base.size === 0 || isPerVersion(view, service, pinned)) return undefined
  return { base, pinned }
}

/** By name (`<service>-<version>`), or as a part of a Service whose name begins its own. */
function isPerVersion(view: ClusterView, { namespace, name }: ServiceRef, pinned: Labels): boolean {
  const endings = [...pinned.values()].map(
    (version) => `-${version.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}`,
  )
  if (endings.some((ending) => name.endsWith(ending))) return true
  const own = selectorOf(view.get('services', namespace, name)) ?? new Map()
  return view.list('services', namespace).some((other) => {
    const selector = selectorOf(other)
    const whole = name.startsWith(`${other.metadata.name}-`)
    return whole && selector !== undefined && selector.size < own.size && selects(selector, own)
  })
}

/**
 * The version labels that would pin each other version, from the workloads that the rest of the selector chooses; a
 * version whose workloads lack one of the labels, or disagree, cannot be switched to.
 */
export function switchTargets(
  view: ClusterView,
  namespace: string,
  { base, pinned }: PinnedSelector,
): Map<string, Labels> {
  const targets = new Map<string, Labels>()
  const refused = new Set<string>()
  for (const { labels } of podTemplates(view, namespace)) {
    if (!selects(base, labels)) continue
    const version = versionOf(labels)
    const pins = new Map([...pinned.keys()].flatMap((name) => pairOf(name, labels.get(name))))
    const known = targets.get(version)
    if (pins.size < pinned.size || (known !== undefined && !selects(known, labels))) refused.add(version)
    else targets.set(version, pins)
  }
  for (const version of refused) targets.delete(version)
  return targets
}

function pairOf(name: string, value: string | undefined): [string, string][] {
  return value === undefined ? [] : [[name, value]]
}

/** True when the labels of an object are chosen whatever their version: by the selector or the rest of a pinned one. */
export function choosesAnyVersion(view: ClusterView, service: ServiceRef, labels: Labels): boolean {
  const selector = selectorOf(view.get('services', service.namespace, service.name))
  const base = pinnedSelector(view, service)?.base ?? selector
  return base !== undefined && selects(base, labels)
}
