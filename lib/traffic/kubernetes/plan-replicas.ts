import { DomainError } from '@/lib/domain/errors'
import type { ClusterView } from '@/lib/domain/kube'
import { replicaSplit, sharedAmong } from '@/lib/domain/traffic/attainable'
import type { Move, Rule } from '@/lib/domain/traffic/model'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'
import { refuseAutoscaled, type WantedCount } from './autoscalers'
import { replicasOf } from './deployment'
import { refuseBreakingBudgets } from './disruption-budgets'
import { refuseOverQuota } from './quotas'
import { replicaWrites } from './replica-patch'
import type { ReplicaVersion } from './replica-versions'

type Moved<K extends Move['kind']> = Extract<Move, { kind: K }>

/**
 * The writes that divide pods among the versions of a rule. Throws `invalid` and `unattainable` for the numbers, `blocked`
 * where an autoscaler would undo them or a budget or quota stands against them.
 */
export function planWeights(
  view: ClusterView,
  versions: readonly ReplicaVersion[],
  rule: Rule,
  move: Moved<'set-weights'>,
): PlannedWrite[] {
  const counts = replicaSplit(rule.destinations, move)
  return planCounts(
    view,
    versions.flatMap((version, index) => wantedOf(version, counts[index] ?? 0)),
    versions,
  )
}

/** The writes that give one version this many pods, wherever its requests come from. Throws as `planWeights`. */
export function planScale(
  view: ClusterView,
  versions: readonly ReplicaVersion[],
  { version: name, replicas }: Moved<'scale'>,
): PlannedWrite[] {
  if (!Number.isSafeInteger(replicas) || replicas < 0)
    throw invalid('replicas', 'must be a whole number, not negative')
  const version = versions.find((each) => each.version === name)
  if (version === undefined) throw invalid('version', `there is no version ${name}`)
  if (version.fixed !== undefined) throw new DomainError('unsupported', version.fixed)
  return planCounts(view, wantedOf(version, replicas), versions)
}

/** Several Deployments of one version keep their proportions, by largest remainder. */
function wantedOf({ deployments }: ReplicaVersion, count: number): WantedCount[] {
  if (deployments.length === 0) return []
  const shares = sharedAmong(count, deployments.map(replicasOf))
  return deployments.map((deployment, index) => ({ deployment, count: shares[index] ?? 0 }))
}

function planCounts(
  view: ClusterView,
  wanted: readonly WantedCount[],
  versions: readonly ReplicaVersion[],
): PlannedWrite[] {
  const writes = replicaWrites(wanted)
  const namespace = writes[0]?.object.namespace
  if (namespace === undefined) return []
  const named = new Set(wanted.map(({ deployment }) => deployment))
  const kept = versions
    .flatMap(({ deployments }) => deployments)
    .filter((deployment) => !named.has(deployment))
    .map((deployment) => ({ deployment, count: replicasOf(deployment) }))
  refuseAutoscaled(view, wanted)
  refuseBreakingBudgets(view, [...wanted, ...kept])
  refuseOverQuota(view, namespace, wanted)
  return writes
}

function invalid(path: string, message: string): DomainError {
  return new DomainError('invalid', `${path}: ${message}.`, { fields: [{ path, message }] })
}
