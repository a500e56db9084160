import { refOf } from '../kube'
import type { FindingInput } from './finding'
import { findingRule, type Sighting } from './finding-rule'
import { autoscalerOf } from './reading/autoscalers'
import { workloadsOf } from './reading/workloads'

/** In percent; from here on the kernel throttles in bursts, which shows as latency. */
const NEAR = 80

/** Asks metrics, which no manifest holds; without them, an autoscaler that looks at the CPU tells a part. */
export const cpuNearLimit = findingRule({
  code: 'cpu-near-limit',
  severity: 'warning',
  title: 'versions that use most of the CPU that they may use',
  explanation:
    'A container at its CPU limit is throttled: its latency grows, and looks like a fault of its version.',
  remedy: 'Raise the limit, or add pods, before the version gets more requests.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-limits-are-run',
  find: (input) => (input.usage === undefined ? [] : byLimit(input, input.usage)).concat(byAutoscaler(input)),
})

function byLimit(input: FindingInput, usage: NonNullable<FindingInput['usage']>): Sighting[] {
  return [...usage].flatMap(([version, { used, limit }]) => {
    const percent = limit > 0 ? Math.round((used / limit) * 100) : 0
    if (percent < NEAR) return []
    const objects = workloadsOf(input).filter((each) => each.version === version)
    return {
      title: `${version} of ${input.service.name} uses ${percent} % of its CPU limit`,
      objects: objects.map(({ ref }) => ref),
    }
  })
}

/** Autoscalers count in percent of what is requested, which may be less than the limit: hence a hint. */
function byAutoscaler(input: FindingInput): Sighting[] {
  return workloadsOf(input).flatMap(({ ref, version }) => {
    const autoscaler = autoscalerOf(input.view, ref)
    const { used, target } = autoscaler?.cpu ?? { used: 0, target: 0 }
    if (autoscaler === undefined || used < NEAR || input.usage?.has(version) === true) return []
    if (target <= NEAR && autoscaler.current < autoscaler.max) return []
    return {
      title: `${ref.name} uses ${used} % of the CPU that it requests, and ${autoscaler.object.metadata.name} adds no pods`,
      severity: 'hint' as const,
      objects: [ref, refOf(autoscaler.object)],
    }
  })
}
