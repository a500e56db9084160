import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, JsonPatch } from '@/lib/domain/kube'
import { pointerTo } from '@/lib/domain/traffic/json-patch'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { arrayOf, objectOf } from '@/lib/domain/traffic/untyped'
import type { DestinationSpec } from './destination-spec'
import { sameHost } from './hosts'
import { SUBSETS_ANNOTATION, subsetsMadeHere } from './new-subset'
import { destinationTests, inRule, patchWrite, type RuleContext } from './rule-context'
import { readVirtualService, type DestinationRule, type HttpRule } from './schema'
import { destinationRulesOf, findSubset } from './subsets'
import { oldWeightTest } from './weight-patch'

/**
 * Removes a destination that gets nothing, then its subset if Aviary made that and nothing else uses it. Throws
 * `not-found` for an unknown destination and `invalid` for one that still has weight.
 */
export function planRemoveVersion(context: RuleContext, key: string): PlannedWrite[] {
  const { rule, written, virtualService } = context
  const index = rule.destinations.findIndex((destination) => destination.key === key)
  const destination = rule.destinations[index]
  if (destination === undefined) throw new DomainError('not-found', `This rule has no destination ${key}.`)
  if (destination.weight > 0) {
    const message = `${key} still has weight ${destination.weight}; move it to 0 first`
    throw new DomainError('invalid', `${message}.`, { fields: [{ path: 'key', message }] })
  }
  return [
    ...patchWrite(virtualService.object, removeDestinationPatch(written, index)),
    ...planRemoveSubset(context, index),
  ]
}

/** Takes one destination out of a rule. */
export function removeDestinationPatch(written: HttpRule, index: number): JsonPatch {
  return [
    ...destinationTests(written),
    ...oldWeightTest(written, index),
    { op: 'remove', path: inRule(written, 'route', index) },
  ]
}

function planRemoveSubset(context: RuleContext, index: number): PlannedWrite[] {
  const { view, virtualService, written } = context
  const destination = written.route[index]?.destination
  if (destination?.subset === undefined) return []
  const rules = destinationRulesOf(view, destination.host, virtualService.namespace)
  const found = findSubset(rules, destination.subset)
  if (found === undefined || !subsetsMadeHere(found.rule.object).includes(destination.subset)) return []
  // The destination that goes is one use; any other keeps the subset.
  if (usesOf(view, destination, virtualService.namespace) > 1) return []
  return patchWrite(found.rule.object, removeSubsetPatch(found.rule, found.index, destination.subset))
}

function usesOf(view: ClusterView, destination: DestinationSpec, namespace: string): number {
  return view
    .list('virtualservices')
    .map(readVirtualService)
    .flatMap((each) =>
      each.http
        .flatMap(({ route, mirrors }) => [...route, ...mirrors])
        .filter(
          (use) =>
            use.destination.subset === destination.subset &&
            sameHost(use.destination.host, each.namespace, destination.host, namespace),
        ),
    ).length
}

function removeSubsetPatch({ object }: DestinationRule, index: number, name: string): JsonPatch {
  const { host, subsets } = objectOf(object.spec)
  const annotation = pointerTo('metadata', 'annotations', SUBSETS_ANNOTATION)
  const left = subsetsMadeHere(object).filter((made) => made !== name)
  return [
    { op: 'test', path: '/spec/host', value: host },
    { op: 'test', path: pointerTo('spec', 'subsets', index), value: arrayOf(subsets)[index] },
    { op: 'test', path: annotation, value: object.metadata.annotations?.[SUBSETS_ANNOTATION] },
    { op: 'remove', path: pointerTo('spec', 'subsets', index) },
    left.length === 0
      ? { op: 'remove', path: annotation }
      : { op: 'replace', path: annotation, value: left.join(',') },
  ]
}
