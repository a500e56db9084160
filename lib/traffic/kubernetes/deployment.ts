import type { KubeObject } from '@/lib/domain/kube'
import { numberOf, objectOf, stringMapOf, stringOf } from '@/lib/domain/traffic/untyped'
import type { Labels } from '../workloads'

/** What scaling reads of a Deployment. */

/** Pods wanted; 1 where nothing is said, as the API has it. */
export function replicasOf(deployment: KubeObject): number {
  return numberOf(objectOf(deployment.spec).replicas) ?? 1
}

/** Labels of the pods that it makes. */
export function templateLabelsOf(deployment: KubeObject): Labels {
  const template = objectOf(objectOf(deployment.spec).template)
  return stringMapOf(objectOf(template.metadata).labels)
}

/** An amount given as a number or as a percentage of the pods, the latter rounded by `round`. */
export function amountOf(value: unknown, of: number, round: (value: number) => number): number | undefined {
  if (typeof value === 'number') return value
  const percent = /^(\d+)%$/.exec(stringOf(value) ?? '')?.[1]
  return percent === undefined ? undefined : round((Number(percent) * of) / 100)
}

/** How many pods a rolling update may take away before new ones are ready; all of them when it recreates. */
export function droppedByRollout(deployment: KubeObject): { pods: number; setting: string } {
  const replicas = replicasOf(deployment)
  const strategy = objectOf(objectOf(deployment.spec).strategy)
  if (strategy.type === 'Recreate') return { pods: replicas, setting: 'strategy Recreate' }
  const given = objectOf(strategy.rollingUpdate).maxUnavailable ?? '25%'
  const pods = Math.min(replicas, amountOf(given, replicas, Math.floor) ?? 0)
  return { pods, setting: `maxUnavailable ${stringOf(given) ?? numberOf(given) ?? '?'}` }
}
