import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { patchWrite } from '../planned-writes'
import { requireMirrorPercent } from '../mirror-percent'
import { copyFor, freeName, replaceListPatch, retargetPatch, traefikServiceEntry } from './entries'
import { createTraefik, TOOK_ENTRIES } from './made-here'
import { mirrorPercentPatch, newMirrorPatch } from './mirror-patch'
import type { RuleContext } from './rule-context'
import { mirrorKey } from './rules-of-route'
import type { KubeObject } from '@/lib/domain/kube'
import { versionEntry } from './version-entry'

/**
 * Mirrors a whole percentage of the requests that come to the rule's split, to a version or destination of it; a
 * mirroring TraefikService is put before the split where there is none. Throws `invalid` for an impossible share or
 * target, `missing-destination` for a version without a Service, `blocked` for one without ready pods.
 */
export function planSetMirror(context: RuleContext, to: string, percent: number): PlannedWrite[] {
  requireMirrorPercent(percent)
  const { way, service, resolver } = context
  for (const { mirroring } of way.mirrorings) {
    const known = mirroring.mirrors.find((mirror) => mirrorKey(mirror, service.namespace, resolver) === to)
    if (known !== undefined) return patchWrite(mirroring.object, mirrorPercentPatch(known, percent))
  }
  const innermost = way.mirrorings.at(-1)?.mirroring
  if (innermost === undefined) return planWrap(context, to, percent)
  const entry = { ...mirrorTarget(context, to, innermost.object), percent }
  return patchWrite(innermost.object, newMirrorPatch(innermost, entry))
}

function mirrorTarget(context: RuleContext, to: string, holder: KubeObject): JsonObject {
  const { rule, way } = context
  const index = rule.destinations.findIndex(({ key, version }) => key === to || version === to)
  const branches = way.split?.children ?? (way.leaf === undefined ? [] : [way.leaf])
  const branch = branches[index]
  if (branch !== undefined) return copyFor(holder, branch.entry)
  return versionEntry(context, to, holder)
}

/** A mirroring TraefikService before what the rule's traffic comes to; a rule's own list moves into one more. */
function planWrap(context: RuleContext, to: string, percent: number): PlannedWrite[] {
  const { view, service, way, route } = context
  const slot = way.slot ?? way.leaf
  const holder = slot?.at.object ?? route.ingressRoute.object
  const namespace = holder.metadata.namespace ?? ''
  const mirrors = [{ ...mirrorTarget(context, to, holder), percent }]
  const made = (name: string, spec: unknown, annotations = {}) =>
    createTraefik(service, { kind: 'TraefikService', namespace, name }, spec, annotations)
  if (slot !== undefined) {
    const name = mirrorName(context, namespace, slot.entry.name)
    const mirroring = { ...copyFor(holder, slot.entry), mirrors }
    return [made(name, { mirroring }), ...patchWrite(holder, retargetPatch(slot, traefikServiceEntry(name)))]
  }
  if (way.split === undefined) return []
  const inner = freeName(view, namespace, service.name)
  const outer = mirrorName(context, namespace, inner)
  const services = way.split.children.map(({ entry }) => entry.raw)
  return [
    made(inner, { weighted: { services } }, { [TOOK_ENTRIES]: 'true' }),
    made(outer, { mirroring: { ...traefikServiceEntry(inner), mirrors } }),
    ...patchWrite(holder, replaceListPatch(way.split, [traefikServiceEntry(outer)])),
  ]
}

function mirrorName({ view }: RuleContext, namespace: string, base: string): string {
  const name = `${base.split('@')[0] ?? base}-mirror`
  return freeName(view, namespace, name, name)
}
