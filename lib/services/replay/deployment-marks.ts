import type { MarkDto } from '../../contracts/topology'
import type { ClusterView } from '../../domain/kube'
import type { Rollout } from '../../domain/rollouts/rollout'

const nobody = 'unknown'

/**
 * New pod templates of workloads in a span, as far as the cluster still holds their ReplicaSets. A first template is
 * none: it replaces nothing.
 */
export function deploymentMarks(
  view: ClusterView,
  rollouts: readonly Rollout[],
  { from, to }: { from: Date; to: Date },
): MarkDto[] {
  return rollouts.flatMap((rollout) => {
    const { service, namespace, workload, to: present } = rollout
    const sets = view
      .list('replicasets', namespace)
      .filter(({ metadata }) =>
        metadata.ownerReferences?.some(
          ({ controller, kind, name }) =>
            controller === true && kind === workload.kind && name === workload.name,
        ),
      )
      .map(({ metadata: { name, creationTimestamp = '' } }) => ({ name, at: Date.parse(creationTimestamp) }))
      .filter(({ at }) => !Number.isNaN(at))
      .sort((a, b) => a.at - b.at)
      .slice(1)
    return sets
      .filter(({ at }) => at >= from.getTime() && at < to.getTime())
      .map(({ name, at }) => {
        const isPresent = present.replicaSet === name
        return {
          at: new Date(at).toISOString(),
          kind: 'deployment' as const,
          service,
          words: isPresent
            ? `${workload.name}: ${present.images.join(', ') || 'new template'}`
            : `${workload.name}: new template`,
          actor:
            (isPresent
              ? view.get('deployments', namespace, workload.name)?.lastWriter?.manager
              : undefined) ?? nobody,
        }
      })
  })
}
