import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import { refOf } from '@/lib/domain/kube'
import type { Rollout } from '@/lib/domain/rollouts/rollout'
import { rolloutPlace, type RolloutWorkload } from '@/lib/domain/rollouts/rollout-id'
import type { RolloutSource } from '@/lib/domain/rollouts/rollout-source'
import { objectOf, stringOf } from '@/lib/domain/traffic/untyped'
import { argoRollout } from './argo-rollout'
import { deploymentRollout } from './deployment-rollout'
import { canaryTarget, flaggerCanary } from './flagger-canary'
import { replicaSetsOf } from './generation'
import { planRollout } from './plan-rollout'

const KINDS = { deployment: 'deployments', rollout: 'rollouts', canary: 'canaries' } as const

/** Releases that controllers of the cluster run: Deployments, and those of Argo Rollouts and Flagger, read only. */
export const rolloutSource: RolloutSource = {
  list: (view, namespace) =>
    (['deployment', 'rollout', 'canary'] as const).flatMap((workload) =>
      view.list(KINDS[workload], namespace).flatMap((object) => read(view, workload, object) ?? []),
    ),
  find: (view, id) => {
    const place = rolloutPlace(id)
    if (place === undefined || place.cluster !== view.cluster) return undefined
    const object = view.get(KINDS[place.workload], place.namespace, place.name)
    return object && read(view, place.workload, object)
  },
  objectsOf: (view, rollout) => {
    const object = deploymentOf(view, rollout)
    return object === undefined ? [] : [object, ...replicaSetsOf(view, object)].map(refOf)
  },
  plan: (view, rollout, verb) => {
    const object = deploymentOf(view, rollout)
    if (object === undefined) throw new DomainError('unsupported', rollout.note)
    return planRollout(view, object, verb)
  },
}

function read(view: ClusterView, workload: RolloutWorkload, object: KubeObject): Rollout | undefined {
  switch (workload) {
    case 'deployment':
      return keptByOthers(view, object) ? undefined : deploymentRollout(view, object)
    case 'rollout':
      return argoRollout(view, object)
    case 'canary':
      return flaggerCanary(view, object)
  }
}

/** Deployments that Flagger or Argo Rollouts roll out are shown once, as the release of those. */
function keptByOthers(view: ClusterView, { metadata: { namespace = '', name } }: KubeObject): boolean {
  const flagger = view
    .list('canaries', namespace)
    .map(canaryTarget)
    .some((target) => name === target || name === `${target}-primary`)
  const argo = view.list('rollouts', namespace).some((rollout) => {
    const { kind, name: referred } = objectOf(objectOf(rollout.spec).workloadRef)
    return kind === 'Deployment' && stringOf(referred) === name
  })
  return flagger || argo
}

function deploymentOf(view: ClusterView, { tool, namespace, workload }: Rollout): KubeObject | undefined {
  return tool === 'kubernetes' ? view.get('deployments', namespace, workload.name) : undefined
}
