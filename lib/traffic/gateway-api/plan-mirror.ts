import { DomainError } from '@/lib/domain/errors'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { unsupportedMove } from '@/lib/domain/traffic/unsupported-move'
import type { JsonObject } from '@/lib/domain/traffic/untyped'
import { patchWrite } from '../planned-writes'
import { requireMirrorPercent } from '../mirror-percent'
import { backendLike, backendOfVersion } from './add-version-patch'
import { mirrorPercentPatch, newMirrorPatch, removeMirrorsPatch } from './mirror-patch'
import { mirrorSupport } from './mirror-support'
import { readMirrors } from './mirrors'
import { requireMovable, type RuleContext } from './rule-context'

const MOST_FILTERS = 16

/**
 * Mirrors a share of the rule's requests to a version or destination of it. Throws `unsupported` for what the parents'
 * classes lack, `invalid` for an impossible share, `missing-destination` where the version has no Service yet.
 */
export function planSetMirror(context: RuleContext, to: string, percent: number): PlannedWrite[] {
  requireMovable(context)
  requireMirrorPercent(percent)
  const { written, rule, route, view, capabilities } = context
  const support = mirrorSupport(view, route)
  if (support.mirror === false || percent % support.mirror.percentStep !== 0) {
    throw unsupportedMove('gateway-api', capabilities, { kind: 'set-mirror', rule: rule.id, to, percent })
  }
  const mirrors = readMirrors(written, route.namespace)
  const mirror = mirrors[rule.mirrors.findIndex((each) => each.to === to)]
  if (mirror !== undefined) return patchWrite(route.object, mirrorPercentPatch(written, mirror, percent))
  if (mirrors.length > 0 && !support.several) {
    throw new DomainError(
      'unsupported',
      `This rule mirrors to ${rule.mirrors.map((each) => each.to).join(', ')} already, and the class of its Gateway takes one mirror only. Remove that one first.`,
    )
  }
  if (written.filters.length >= MOST_FILTERS) {
    throw new DomainError('invalid', `A rule of the Gateway API has at most ${MOST_FILTERS} filters.`)
  }
  return patchWrite(route.object, newMirrorPatch(written, mirrorTarget(context, to), percent))
}

/** Stops one mirror of the rule, or all of them, whatever the classes list; what isn't mirrored needs no write. */
export function planRemoveMirror(context: RuleContext, to: string | undefined): PlannedWrite[] {
  const { written, rule, route } = context
  if (rule.fixed !== undefined) throw new DomainError('unsupported', rule.fixed)
  const chosen = readMirrors(written, route.namespace).filter(
    (_, index) => to === undefined || rule.mirrors[index]?.to === to,
  )
  return patchWrite(route.object, removeMirrorsPatch(written, chosen))
}

function mirrorTarget(context: RuleContext, to: string): JsonObject {
  const { written, rule } = context
  const index = rule.destinations.findIndex(({ key, version }) => key === to || version === to)
  const backend = written.backends[index]
  if (backend !== undefined) return backendLike(backend, backend.name)
  return backendOfVersion(context, to)
}
