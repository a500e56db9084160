import { findingRule } from './finding-rule'
import { workloadsOf } from './reading/workloads'

/** From here on the kernel throttles in bursts, which shows as latency. */
const NEAR = 0.8

/** Asks metrics, which no manifest holds: silent where none are given. */
export const cpuNearLimit = findingRule({
  code: 'cpu-near-limit',
  severity: 'warning',
  title: 'versions that use most of the CPU that they may use',
  explanation:
    'A container at its CPU limit is throttled: its latency grows, and looks like a fault of its version.',
  remedy: 'Raise the limit, or add pods, before the version gets more requests.',
  docs: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-limits-are-run',
  find: (input) =>
    [...(input.usage ?? [])]
      .filter(([, { used, limit }]) => limit > 0 && used / limit >= NEAR)
      .map(([version, { used, limit }]) => ({
        title: `${version} of ${input.service.name} uses ${Math.round((used / limit) * 100)} % of its CPU limit`,
        objects: workloadsOf(input)
          .filter((workload) => workload.version === version)
          .map(({ ref }) => ref),
      })),
})
