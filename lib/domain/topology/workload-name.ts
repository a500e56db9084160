import type { ClusterView } from '../kube'
import type { GraphVersion } from './graph-model'

const hashes = ['rollouts-pod-template-hash', 'pod-template-hash']

/**
 * Versions with their workloads under the names that telemetry has for them: of a ReplicaSet what made it, found as
 * Istio's injector does, by the hash that ends its name (a Rollout's is no object that all clusters serve).
 */
export function namedAsTelemetry(
  view: ClusterView,
  namespace: string,
  versions: readonly GraphVersion[],
): readonly GraphVersion[] {
  const nameOf = (workload: string): string => {
    const labels = view.get('replicasets', namespace, workload)?.metadata.labels ?? {}
    const hash = hashes.map((label) => labels[label]).find((value) => value !== undefined)
    const ending = `-${hash ?? ''}`
    return hash !== undefined && workload.endsWith(ending) ? workload.slice(0, -ending.length) : workload
  }
  return versions.map((version) => {
    const known = version.workloads.every(({ name }) => nameOf(name) === name)
    if (known) return version
    return { ...version, workloads: version.workloads.map((one) => ({ ...one, name: nameOf(one.name) })) }
  })
}
