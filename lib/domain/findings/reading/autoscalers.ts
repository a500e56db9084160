import type { ClusterView, KubeObject, ObjectRef } from '../../kube'
import { arrayOf, numberOf, objectOf } from '../../traffic/untyped'
import { oncePerList } from './memory'

/** An autoscaler that scales a workload. */
export interface AutoscalerFacts {
  object: KubeObject
  min: number
  max: number
  current: number
  /** What its controller says about being limited, where it says so. */
  limited?: boolean
  /** CPU in percent of what the pods request: now, and from where on pods are added. */
  cpu?: { used: number; target: number }
}

const autoscalers = oncePerList((list) => {
  const found = new Map<string, AutoscalerFacts>()
  for (const object of list) {
    const { scaleTargetRef, minReplicas, maxReplicas, metrics } = objectOf(object.spec)
    const { kind, name } = objectOf(scaleTargetRef)
    const { currentReplicas, conditions, currentMetrics } = objectOf(object.status)
    const used = cpuPercent(currentMetrics, 'current')
    const target = cpuPercent(metrics, 'target')
    const limiting = arrayOf(conditions)
      .map(objectOf)
      .find(({ type }) => type === 'ScalingLimited')
    found.set(`${String(kind)}/${String(name)}`, {
      object,
      min: numberOf(minReplicas) ?? 1,
      max: numberOf(maxReplicas) ?? Infinity,
      current: numberOf(currentReplicas) ?? 0,
      ...(limiting === undefined
        ? {}
        : { limited: limiting.status === 'True' && limiting.reason === 'TooManyReplicas' }),
      ...(used === undefined || target === undefined ? {} : { cpu: { used, target } }),
    })
  }
  return found
})

function cpuPercent(metrics: unknown, field: 'current' | 'target'): number | undefined {
  for (const metric of arrayOf(metrics)) {
    const resource = objectOf(objectOf(metric).resource)
    const percent = numberOf(objectOf(resource[field]).averageUtilization)
    if (resource.name === 'cpu' && percent !== undefined) return percent
  }
  return undefined
}

/** The autoscaler of a workload, if it has one. */
export function autoscalerOf(
  view: ClusterView,
  { kind, namespace, name }: ObjectRef,
): AutoscalerFacts | undefined {
  return autoscalers(view.list('horizontalpodautoscalers', namespace)).get(`${kind}/${name}`)
}
