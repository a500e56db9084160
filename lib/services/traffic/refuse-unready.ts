import { DomainError } from '../../domain/errors'
import type { ClusterView } from '../../domain/kube'
import type { Move, Route, Rule, ServiceRef } from '../../domain/traffic/model'
import type { OperationRecord } from '../../domain/traffic/operation'
import type { ServiceContext } from '../context'

/**
 * Raising the weight of a version without ready endpoints, or mirroring to one, is blocked; the way back to stable is
 * only warned, but for an undo, which nothing urges; where the weight makes the pods it is what is wanted. Answers the findings to go along with the move.
 */
export function refuseUnready(
  ctx: ServiceContext,
  view: ClusterView,
  service: ServiceRef,
  move: Move,
  before: Route,
  after: Route,
): OperationRecord['findings'] {
  if (before.capabilities.scale === true && move.kind !== 'cut-over') return []
  const ready = new Map(
    ctx.ports.versionsOf(view, service).map((version) => [version.version, version.readyPods]),
  )
  const raised = after.rules.flatMap((rule) => {
    const old = before.rules.find(({ id }) => id === rule.id)
    return [...raisedVersions(old, rule), ...newlyMirrored(old, rule)]
  })
  const unready = [...new Set(raised)].filter((version) => ready.has(version) && ready.get(version) === 0)
  if (unready.length === 0) return []
  const title = `${unready.join(', ')} has no ready pods`
  const stable = ctx.release?.verb === 'undo' ? undefined : ctx.release?.stable
  if (stable !== undefined && unready.includes(stable))
    return [{ code: 'no-ready-endpoints', severity: 'warning', title }]
  throw new DomainError('blocked', `${title}: traffic sent there would fail. Wait until its pods are ready.`)
}

function raisedVersions(before: Rule | undefined, after: Rule): string[] {
  return after.destinations
    .filter(({ key, percent }) => {
      const old = before?.destinations.find((candidate) => candidate.key === key)
      return percent > (old?.percent ?? 0)
    })
    .flatMap(({ version }) => version ?? [])
}

/** A mirror's target is a version of this service, or a place that has none here. */
function newlyMirrored(before: Rule | undefined, after: Rule): string[] {
  return after.mirrors
    .filter(({ to, percent }) => {
      const old = before?.mirrors.find((candidate) => candidate.to === to)
      return percent > (old?.percent ?? 0)
    })
    .map(({ to }) => to)
}
