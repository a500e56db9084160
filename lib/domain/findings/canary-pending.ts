import { refOf } from '../kube'
import { stringMapOf } from '../traffic/untyped'
import type { FindingInput } from './finding'
import { findingRule, type Sighting } from './finding-rule'
import { isReady, podsWith, waitingReason } from './reading/pods'
import { autoscalerOf } from './reading/autoscalers'
import { workloadsOf, type WorkloadFacts } from './reading/workloads'

/** Only with several versions: of one alone nothing can be released. */
export const canaryPending = findingRule({
  code: 'canary-pending',
  severity: 'warning',
  title: 'versions whose pods are not ready, or whose autoscaler is at its maximum',
  explanation:
    'The version cannot take a larger share than it has now: its pods are missing or at their limit.',
  remedy: 'Look why the pods do not become ready (kubectl describe pod), or raise maxReplicas.',
  docs: 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/',
  find: (input) => {
    if (input.versions.length < 2) return []
    return workloadsOf(input).flatMap((workload) => [
      ...unready(input, workload),
      ...atMaximum(input, workload),
    ])
  },
})

function unready({ view, service }: FindingInput, workload: WorkloadFacts): Sighting[] {
  const { ref, ready, desired, version, labels } = workload
  if (ready >= desired) return []
  const waiting = podsWith(view, service.namespace, stringMapOf(Object.fromEntries(labels)))
    .filter((pod) => !isReady(pod))
    .flatMap((pod) => waitingReason(pod) ?? [])
  const reasons = [...new Set(waiting)].sort()
  return [
    {
      title: `${desired - ready} of ${desired} pods of ${service.name} ${version} (${ref.name}) are not ready${
        reasons.length > 0 ? `: ${reasons.join(', ')}` : ''
      }`,
      objects: [ref],
    },
  ]
}

function atMaximum({ view, service }: FindingInput, { ref, version }: WorkloadFacts): Sighting[] {
  const autoscaler = autoscalerOf(view, ref)
  if (autoscaler === undefined || autoscaler.min === autoscaler.max) return []
  const { object, max, current, limited = current >= max } = autoscaler
  if (!limited) return []
  return [
    {
      title: `${object.metadata.name} has scaled ${service.name} ${version} to its maximum of ${max} pods`,
      objects: [refOf(object), ref],
    },
  ]
}
