import { refOf, type KubeObject } from '../kube'
import { numberOf, objectOf, stringOf } from '../traffic/untyped'
import { findingRule } from './finding-rule'
import { isSystemNamespace } from './reading/mesh'
import { workloadsOf } from './reading/workloads'

/** Kubernetes lets a quarter of the pods go unless told otherwise; up to that nothing is said. */
const TOLERATED = 0.25

export const rolloutLetsCapacityDrop = findingRule({
  code: 'rollout-lets-capacity-drop',
  severity: 'warning',
  title: 'rollouts that take away more than a quarter of the pods',
  explanation: 'While new pods start, the others have to carry the load of the missing ones too.',
  remedy: 'Use a rolling update with maxUnavailable 0 and maxSurge 1 or more.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment',
  find: (input) => {
    if (isSystemNamespace(input.service.namespace)) return []
    return workloadsOf(input).flatMap(({ deployment, desired }) => {
      if (deployment === undefined || desired === 0) return []
      const missing = missingPods(deployment, desired)
      if (missing / desired <= TOLERATED) return []
      return {
        title: `A rollout of ${deployment.metadata.name} may take away ${missing} of ${desired} pods`,
        severity: missing * 2 >= desired ? ('warning' as const) : ('hint' as const),
        objects: [refOf(deployment)],
      }
    })
  },
})

/** Pods that a rollout may take away at once: shares of maxUnavailable round down, those of maxSurge up. */
function missingPods({ spec }: KubeObject, replicas: number): number {
  const { type, rollingUpdate } = objectOf(objectOf(spec).strategy)
  if (type === 'Recreate') return replicas
  const { maxUnavailable, maxSurge } = objectOf(rollingUpdate)
  const unavailable = Math.floor(podsOf(maxUnavailable ?? '25%', replicas))
  const surge = Math.ceil(podsOf(maxSurge ?? '25%', replicas))
  // The controller takes 1 where both are zero, or it could never go on.
  return Math.min(replicas, unavailable === 0 && surge === 0 ? 1 : unavailable)
}

function podsOf(amount: unknown, replicas: number): number {
  const share = /^(\d+)%$/.exec(stringOf(amount) ?? '')?.[1]
  return share === undefined ? (numberOf(amount) ?? 0) : (Number(share) / 100) * replicas
}
