import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { ServiceRef, ServiceVersion } from '@/lib/domain/traffic/model'
import { versionOf } from '../workloads'
import { versionsOfService } from '../versions-of-service'
import { templateLabelsOf } from './deployment'

/** A version as pods are counted out to it. */
export interface ReplicaVersion {
  version: string
  /** The Deployments that make its pods, by name. */
  deployments: KubeObject[]
  /** Pods that all of its workloads want. */
  desired: number
  /** Why its pods cannot be counted out, in words. */
  fixed?: string
}

/** The versions of a service with the Deployments that a move by replicas would scale. */
export function replicaVersions(view: ClusterView, service: ServiceRef): ReplicaVersion[] {
  return versionsOfService(view, service).map((version) => {
    const deployments = version.workloads.flatMap(
      (workload) => deploymentOf(view, service.namespace, version, workload) ?? [],
    )
    const other = version.workloads.find(
      (workload) => deploymentOf(view, service.namespace, version, workload) === undefined,
    )
    return {
      version: version.version,
      deployments,
      desired: version.workloads.reduce((sum, { desired }) => sum + desired, 0),
      ...(other === undefined ? {} : { fixed: reasonOf(version, other) }),
    }
  })
}

type Workload = ServiceVersion['workloads'][number]

/** A Deployment whose template has moved on to another version makes no more pods of this one. */
function deploymentOf(
  view: ClusterView,
  namespace: string,
  { version }: ServiceVersion,
  { kind, name }: Workload,
): KubeObject | undefined {
  const object = kind === 'Deployment' ? view.get('deployments', namespace, name) : undefined
  return object !== undefined && versionOf(templateLabelsOf(object)) === version ? object : undefined
}

function reasonOf({ version }: ServiceVersion, { kind, name }: Workload): string {
  return kind === 'Deployment'
    ? `Deployment ${name} is rolling out another version; pods of ${version} are its older generation.`
    : `${kind} ${name} runs pods of ${version}, and only Deployments are scaled here.`
}
