import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { objectOf } from '@/lib/domain/traffic/untyped'
import { patchWrite } from '../planned-writes'
import { requireMirrorPercent } from '../mirror-percent'
import { destinationOfVersion } from './destination-of-version'
import { mirrorPercentPatch, newMirrorPatch, removeMirrorsPatch } from './mirror-patch'
import { requireHttp, routeEntry, type RuleContext } from './rule-context'

/**
 * Mirrors a share of the rule's requests to a version or destination of it. Throws `invalid` for an impossible share or
 * target, `missing-destination` where the version has no subset or Service yet.
 */
export function planSetMirror(context: RuleContext, to: string, percent: number): PlannedWrite[] {
  requireHttp(context)
  requireMirrorPercent(percent)
  const { written, rule, virtualService } = context
  const mirror = written.mirrors[rule.mirrors.findIndex((each) => each.to === to)]
  const patch =
    mirror === undefined
      ? newMirrorPatch(written, mirrorTarget(context, to), percent)
      : mirrorPercentPatch(written, mirror, percent)
  return patchWrite(virtualService.object, patch)
}

/** Stops one mirror of the rule, or all of them; what isn't mirrored needs no write. */
export function planRemoveMirror(context: RuleContext, to: string | undefined): PlannedWrite[] {
  requireHttp(context)
  const { written, rule, virtualService } = context
  const chosen = written.mirrors.filter((_, index) => to === undefined || rule.mirrors[index]?.to === to)
  return patchWrite(virtualService.object, removeMirrorsPatch(written, chosen))
}

function mirrorTarget(context: RuleContext, to: string): JsonObject {
  const { written, rule } = context
  const index = rule.destinations.findIndex(({ key, version }) => key === to || version === to)
  if (index >= 0) return objectOf(routeEntry(written, index).destination)
  return destinationOfVersion(context, to, 'to')
}
