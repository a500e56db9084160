import { refOf } from '../kube'
import { findingRule } from './finding-rule'
import { autoscalerOf } from './reading/autoscalers'
import { workloadsOf } from './reading/workloads'

/** Only where pods make the split, and the autoscaler is free to change their number. */
export const hpaFightsSplit = findingRule({
  code: 'hpa-fights-split',
  severity: 'warning',
  title: 'autoscalers that undo a split made by the number of pods',
  explanation:
    'The split of this service is its number of ready pods, and the autoscaler sets that number by load.',
  remedy: 'Set minReplicas and maxReplicas to the number that the split needs, or route by weights.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
  find: (input) => {
    const byPods =
      input.routes.length > 0 && input.routes.every(({ dataPlane }) => dataPlane === 'kubernetes')
    if (!byPods || input.versions.length < 2) return []
    return workloadsOf(input).flatMap(({ ref, version }) => {
      const autoscaler = autoscalerOf(input.view, ref)
      if (autoscaler === undefined || autoscaler.min === autoscaler.max) return []
      const { object, min, max } = autoscaler
      return {
        title: `${object.metadata.name} scales ${version} of ${input.service.name} between ${min} and ${max} pods`,
        objects: [refOf(object), ref],
      }
    })
  },
})
