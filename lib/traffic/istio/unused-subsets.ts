import type { ClusterView, JsonPatch } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import { deleteWrite, patchWrite } from '../planned-writes'
import type { DestinationSpec } from './destination-spec'
import { isUsedBeside } from './destination-uses'
import { canonicalHost } from './hosts'
import { isMadeFor } from '../made-by-aviary'
import { SUBSETS_ANNOTATION, subsetsMadeHere } from './new-subset'
import type { DestinationRule } from './schema'
import { destinationRulesOf, findSubset } from './subsets'

/**
 * Takes out the subsets that Aviary made and that only the removed destinations still used, with the DestinationRule
 * where Aviary made that too and nothing else is left in it.
 */
export function planUnusedSubsets(
  view: ClusterView,
  service: ServiceRef,
  removed: readonly DestinationSpec[],
  routeNamespace: string,
): PlannedWrite[] {
  const unused = new Map<DestinationRule, Set<string>>()
  for (const { host, subset } of removed) {
    if (subset === undefined) continue
    const found = findSubset(destinationRulesOf(view, host, routeNamespace), subset)
    if (found === undefined || !subsetsMadeHere(found.rule.object).includes(subset)) continue
    const wanted = canonicalHost(host, routeNamespace)
    const isUse = (each: DestinationSpec, namespace: string) =>
      each.subset === subset && canonicalHost(each.host, namespace) === wanted
    if (isUsedBeside(view, removed, routeNamespace, isUse)) continue
    unused.set(found.rule, (unused.get(found.rule) ?? new Set()).add(subset))
  }
  return [...unused].flatMap(([rule, names]) => removal(rule, names, service))
}

function removal(rule: DestinationRule, names: ReadonlySet<string>, service: ServiceRef): PlannedWrite[] {
  const { object, subsets } = rule
  const plain = Object.keys(objectOf(object.spec)).every((field) => field === 'host' || field === 'subsets')
  if (isMadeFor(object, service) && plain && subsets.every(({ name }) => names.has(name))) {
    return [deleteWrite(object)]
  }
  return patchWrite(object, removeSubsetsPatch(rule, names))
}

function removeSubsetsPatch({ object, subsets }: DestinationRule, names: ReadonlySet<string>): JsonPatch {
  const { host, subsets: written } = objectOf(object.spec)
  const annotation = pointerTo('metadata', 'annotations', SUBSETS_ANNOTATION)
  const left = subsetsMadeHere(object).filter((made) => !names.has(made))
  const indexes = [...subsets.entries()].flatMap(([index, { name }]) => (names.has(name) ? [index] : []))
  const every = indexes.length === subsets.length
  return [
    { op: 'test', path: '/spec/host', value: host },
    ...(every
      ? [{ op: 'test' as const, path: '/spec/subsets', value: written }]
      : indexes.map((index) => ({
          op: 'test' as const,
          path: pointerTo('spec', 'subsets', index),
          value: arrayOf(written)[index],
        }))),
    { op: 'test', path: annotation, value: object.metadata.annotations?.[SUBSETS_ANNOTATION] },
    // From the end, so that the places before stay where they are.
    ...(every
      ? [{ op: 'remove' as const, path: '/spec/subsets' }]
      : indexes
          .toReversed()
          .map((index) => ({ op: 'remove' as const, path: pointerTo('spec', 'subsets', index) }))),
    left.length === 0
      ? { op: 'remove', path: annotation }
      : { op: 'replace', path: annotation, value: left.join(',') },
  ]
}
