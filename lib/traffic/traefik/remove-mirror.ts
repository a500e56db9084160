import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { objectOf } from '@/lib/domain/traffic/untyped'
import { deleteWrite, patchWrite } from '../planned-writes'
import { copyFor, replaceListPatch, retargetPatch } from './entries'
import { madeFor, TOOK_ENTRIES } from './made-here'
import { removeMirrorsPatch } from './mirror-patch'
import type { RuleContext } from './rule-context'
import { mirrorKey } from './rules-of-route'
import { referencesTo } from './uses'
import type { Way } from './way'

/**
 * Stops one mirror of the rule, or all of them; what isn't mirrored needs no write. A mirroring TraefikService that
 * Aviary made for this rule alone goes with its last mirror.
 */
export function planRemoveMirror(context: RuleContext, to: string | undefined): PlannedWrite[] {
  const { way, service, resolver } = context
  const chosen = way.mirrorings.map((each) => ({
    ...each,
    mirrors: each.mirroring.mirrors.filter(
      (mirror) => to === undefined || mirrorKey(mirror, service.namespace, resolver) === to,
    ),
  }))
  const touched = chosen.filter(({ mirrors }) => mirrors.length > 0)
  const [only, ...others] = touched
  // Two that leave at once could stand in each other's place.
  if (only !== undefined && others.length === 0 && goes(context, only)) return planUnwrap(context, only)
  return touched.flatMap(({ mirroring, mirrors }) =>
    patchWrite(mirroring.object, removeMirrorsPatch(mirroring, mirrors)),
  )
}

type Step = Way['mirrorings'][number]

function goes({ view, service }: RuleContext, step: Step & { mirrors: readonly unknown[] }): boolean {
  const { mirroring, slot, mirrors } = step
  return (
    mirrors.length === mirroring.mirrors.length &&
    madeFor(service, mirroring.object) &&
    Object.keys(objectOf(mirroring.object.spec)).length === 1 &&
    referencesTo(view, slot.entry) === 1
  )
}

function planUnwrap({ view, service, route }: RuleContext, { mirroring, slot }: Step): PlannedWrite[] {
  const holder = slot.at.object
  const { main } = mirroring
  const inner = main.tree.kind === 'split' ? main.tree : undefined
  const took =
    inner !== undefined &&
    holder === route.ingressRoute.object &&
    madeFor(service, inner.list.object) &&
    inner.list.object.metadata.annotations?.[TOOK_ENTRIES] !== undefined &&
    inner.sticky === undefined &&
    referencesTo(view, main.entry) === 1
  if (!took) {
    const target = copyFor(holder, main.entry)
    return [...patchWrite(holder, retargetPatch(slot, target)), deleteWrite(mirroring.object)]
  }
  const list = { list: { object: holder, path: slot.at.path.slice(0, -1) }, children: [slot] }
  return [
    ...patchWrite(
      holder,
      replaceListPatch(
        list,
        inner.children.map(({ entry }) => entry.raw),
      ),
    ),
    deleteWrite(mirroring.object),
    deleteWrite(inner.list.object),
  ]
}
