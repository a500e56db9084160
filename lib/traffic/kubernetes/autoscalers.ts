import { DomainError } from '@/lib/domain/errors'
import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { CountBounds } from '@/lib/domain/traffic/attainable'
import { numberOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'
import { replicasOf } from './deployment'

/** A HorizontalPodAutoscaler that sets the replicas of a Deployment. */
interface Autoscaler {
  object: KubeObject
  min: number
  max: number
}

/** The autoscalers of a Deployment; more than one is a mistake that happens. */
export function autoscalersOf(view: ClusterView, deployment: KubeObject): Autoscaler[] {
  const { namespace = '', name } = deployment.metadata
  return view.list('horizontalpodautoscalers', namespace).flatMap((object) => {
    const { scaleTargetRef, minReplicas, maxReplicas } = objectOf(object.spec)
    const target = objectOf(scaleTargetRef)
    const ours =
      target.kind === 'Deployment' &&
      target.name === name &&
      (stringOf(target.apiVersion) ?? 'apps/v1').startsWith('apps/')
    const min = numberOf(minReplicas) ?? 1
    return ours ? [{ object, min, max: numberOf(maxReplicas) ?? min }] : []
  })
}

/** An autoscaler leaves a Deployment without pods alone, and undoes every other count that it is not pinned to. */
function undoes({ min, max }: Autoscaler, count: number): boolean {
  return count > 0 && (min !== count || max !== count)
}

/** Counts that autoscalers of a Deployment would leave alone; undefined without any. */
export function autoscaledBounds(view: ClusterView, deployment: KubeObject): CountBounds | undefined {
  const scalers = autoscalersOf(view, deployment)
  const [first] = scalers
  if (first === undefined) return undefined
  const pinned = scalers.every(({ min, max }) => min === max && min === first.min)
  const count = pinned ? first.min : replicasOf(deployment)
  return { min: count, max: count, orZero: true }
}

/** How many pods each Deployment shall have. */
export interface WantedCount {
  deployment: KubeObject
  count: number
}

/** Throws `blocked` where an autoscaler would undo one of the counts, with the commands that pin its bounds. */
export function refuseAutoscaled(view: ClusterView, wanted: readonly WantedCount[]): void {
  const fights = wanted.flatMap(({ deployment, count }) =>
    autoscalersOf(view, deployment)
      .filter((scaler) => undoes(scaler, count))
      .map((scaler) => ({ ...scaler, deployment, count })),
  )
  if (fights.length === 0) return
  const words = fights.map(
    ({ object, min, max, deployment, count }) =>
      `HorizontalPodAutoscaler ${object.metadata.name} keeps ${deployment.metadata.name} between ${min} and ${max} pods and would not leave it at ${count}.`,
  )
  throw new DomainError('blocked', [...words, 'Pin its bounds first.'].join(' '), {
    kubectl: fights.map(({ object, count }) => pinCommand(object, count)).join('\n'),
  })
}

function pinCommand({ metadata: { name, namespace = '' } }: KubeObject, count: number): string {
  const patch = JSON.stringify({ spec: { minReplicas: count, maxReplicas: count } })
  return `kubectl patch hpa ${name} -n ${namespace} --type=merge -p '${patch}'`
}
