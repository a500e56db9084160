import type { ClusterView } from '../../domain/kube'
import { movesTo } from '../../domain/release/moves-to'
import { placementAt } from '../../domain/release/placement'
import type { ReleaseRecord } from '../../domain/release/release'
import { changesTraffic } from '../../domain/release/step'
import type { Move } from '../../domain/traffic/model'
import type { PlannedWrite } from '../../domain/traffic/operation'
import type { Ports } from '../context'
import { findRoute, requireRoute, requireServiceRoute } from '../traffic/find-route'
import { viewAfter } from '../traffic/perform-move'
import { rulesOf } from './release-rules'

/** The moves that the step at `index` needs on this view. Throws what the routes cannot do. */
export function movesOfStep(
  ports: Ports,
  view: ClusterView,
  release: ReleaseRecord,
  index: number,
): { route: string; move: Move }[] {
  const step = release.plan.steps[index]
  if (step === undefined || !changesTraffic(step)) return []
  const { rules } = rulesOf(ports, view, release)
  if (step.kind === 'add-version')
    return rules
      .filter(({ rule }) => !rule.destinations.some(({ version }) => version === release.to))
      .map(({ route, rule }) => ({
        route: route.id,
        move: { kind: 'add-version', rule: rule.id, version: release.to },
      }))
  if (step.kind === 'scale') {
    const { route } = requireServiceRoute(ports, view, release.service)
    const { version, replicas } = step
    return podsOf(ports, view, release, version).desired === replicas
      ? []
      : [{ route: route.id, move: { kind: 'scale', version, replicas } }]
  }
  return movesTo(rules, release, placementAt(release.plan, index))
}

/** Pods of a version that are ready, and that its workloads ask for. */
export function podsOf(
  ports: Ports,
  view: ClusterView,
  release: ReleaseRecord,
  version: string,
): { ready: number; desired: number } {
  const found = ports.versionsOf(view, release.service).find((each) => each.version === version)
  return {
    ready: found?.readyPods ?? 0,
    desired: found?.workloads.reduce((sum, { desired }) => sum + desired, 0) ?? 0,
  }
}

/** The writes of some moves, each planned on the view as the ones before leave it, and that view. */
export function writesOf(
  ports: Ports,
  view: ClusterView,
  release: ReleaseRecord,
  moves: readonly { route: string; move: Move }[],
): { writes: PlannedWrite[]; after: ClusterView } {
  let after = view
  const writes: PlannedWrite[] = []
  for (const { route, move } of moves) {
    const { router } =
      findRoute(ports, after, release.service, route) ??
      (move.kind === 'scale'
        ? requireServiceRoute(ports, after, release.service)
        : requireRoute(ports, after, release.service, route))
    const planned = router.plan(after, release.service, route, move)
    writes.push(...planned)
    after = viewAfter(after, planned)
  }
  return { writes, after }
}
