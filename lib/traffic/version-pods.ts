import type { ClusterView } from '@/lib/domain/kube'
import { parseQuantity } from '@/lib/domain/kube-quantity'
import type { ContainerBounds, VersionPods } from '@/lib/domain/topology/saturation'
import type { ServiceRef } from '@/lib/domain/traffic/model'
import { arrayOf, objectOf, stringOf } from '@/lib/domain/traffic/untyped'
import { workloadOf } from './service-versions'
import { versionsOfService } from './versions-of-service'
import { labelsOf, livePods, versionOf } from './workloads'

/** The pods of each version of a service with what their containers may use, and the workloads that make them. */
export function podsOfVersions(view: ClusterView, service: ServiceRef): VersionPods[] {
  const pods = livePods(view, service.namespace).map((pod) => ({
    pod,
    version: versionOf(labelsOf(pod)),
    workload: workloadOf(view, pod),
  }))
  return versionsOfService(view, service).map(({ version, workloads }) => ({
    version,
    workloads: workloads.map(({ kind, name }) => ({ kind, name })),
    pods: pods
      .filter(
        (each) =>
          each.version === version &&
          workloads.some(({ kind, name }) => kind === each.workload.kind && name === each.workload.name),
      )
      .map(({ pod }) => ({ name: pod.metadata.name, containers: boundsOf(pod.spec) })),
  }))
}

/** Sidecars that are init containers run on, and so count. */
function boundsOf(spec: unknown): ContainerBounds[] {
  const { containers, initContainers } = objectOf(spec)
  return [...arrayOf(containers), ...arrayOf(initContainers)].flatMap((container) => {
    const { name, resources } = objectOf(container)
    const named = stringOf(name)
    if (named === undefined) return []
    const limits = objectOf(objectOf(resources).limits)
    const cpuLimit = parseQuantity(limits.cpu)
    const cpuRequest = parseQuantity(objectOf(objectOf(resources).requests).cpu)
    const memoryLimit = parseQuantity(limits.memory)
    return [
      {
        name: named,
        ...(cpuLimit === undefined ? {} : { cpuLimit }),
        ...(cpuRequest === undefined ? {} : { cpuRequest }),
        ...(memoryLimit === undefined ? {} : { memoryLimit }),
      },
    ]
  })
}
