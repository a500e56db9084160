import type { KubeObject } from '@/lib/domain/kube'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { objectOf } from '@/lib/domain/traffic/untyped'
import { versionOfService } from '../selected-version'
import { deleteWrite, patchWrite } from '../planned-writes'
import { removableDestination } from '../removable-destination'
import { copyFor, retargetPatch } from './entries'
import { madeFor, STANDS_FOR } from './made-here'
import type { RuleContext } from './rule-context'
import type { Branch, Split } from './service-tree'
import { planRemoveServices, referencesTo } from './uses'
import { removeEntryPatch } from './weight-patch'

/**
 * Removes an entry that gets nothing, its Service if Aviary made that and nothing else uses it, and the TraefikService
 * that Aviary put in the place of the Service that is left. Throws `not-found` for an unknown destination, `invalid` for
 * one that still has weight or is the only one.
 */
export function planRemoveVersion(context: RuleContext, key: string): PlannedWrite[] {
  const { rule, way, view, service } = context
  const index = removableDestination(rule, key)
  const branch = way.split?.children[index]
  // Only a split has more than one destination.
  if (way.split === undefined || branch === undefined) return []
  const { object } = way.split.list
  const removed = branch.entry.kind === 'Service' ? [branch.entry.name] : []
  const back = planPutBack(context, way.split, branch)
  if (back !== undefined)
    return [...back.writes, ...planRemoveServices(view, service, [...removed, ...back.services], [object])]
  const elsewhere = way.split.children.some(
    (other) => other !== branch && other.entry.kind === 'Service' && other.entry.name === branch.entry.name,
  )
  return [
    ...patchWrite(object, removeEntryPatch(way.split, branch)),
    ...(elsewhere || othersName(context, object, branch)
      ? []
      : planRemoveServices(view, service, removed, [object])),
  ]
}

/** The same object may name the Service in another of its rules. */
function othersName({ route }: RuleContext, object: KubeObject, removed: Branch): boolean {
  if (route.ingressRoute.object !== object) return false
  const uses = route.rules
    .flatMap((rule) => rule.uses)
    .filter(({ entry }) => entry.name === removed.entry.name)
  return uses.length > 1
}

/**
 * Puts the Service back that stood in the rule before Aviary split it, if what is left is that: the same Service, or one
 * that has the only version of it.
 */
function planPutBack(
  { view, service, resolver, way: { slot }, rule }: RuleContext,
  split: Split,
  removed: Branch,
): { writes: PlannedWrite[]; services: string[] } | undefined {
  const { object } = split.list
  const name = object.metadata.annotations?.[STANDS_FOR]
  const [left, ...others] = split.children.filter((child) => child !== removed)
  if (slot === undefined || name === undefined || left?.tree.kind !== 'leaf' || others.length > 0)
    return undefined
  if (!madeFor(service, object) || isEdited(object) || rule.total === 0) return undefined
  if (referencesTo(view, slot.entry) > 1) return undefined
  const original = { namespace: left.entry.namespace, name }
  const version = versionOfService(view, original)
  const same =
    left.entry.name === name || (version !== undefined && version === resolver.versionOf(left.tree))
  if (!same || view.get('services', original.namespace, name) === undefined) return undefined
  const target = copyFor(slot.at.object, left.entry, name)
  return {
    writes: [...patchWrite(slot.at.object, retargetPatch(slot, target)), deleteWrite(object)],
    services: left.entry.name === name ? [] : [left.entry.name],
  }
}

/** What somebody else wrote into an object of Aviary's would be lost with it. */
function isEdited(object: KubeObject): boolean {
  const { weighted, ...others } = objectOf(object.spec)
  return Object.keys(others).length > 0 || Object.keys(objectOf(weighted)).length > 1
}
