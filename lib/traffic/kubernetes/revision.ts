import type { KubeObject } from '@/lib/domain/kube'
import { hashOf } from '@/lib/domain/traffic/revision'
import { objectOf } from '@/lib/domain/traffic/untyped'
import { objectRevisions } from '../object-revision'
import { replicasOf, templateLabelsOf } from './deployment'

/**
 * Hash of uid and of what decides where traffic goes: the selector of a Service; the replicas and the pods' labels of a
 * Deployment; the whole spec of anything else that is only read.
 */
export const kubernetesRevision = objectRevisions(routingSpec)

function routingSpec(object: KubeObject): unknown {
  switch (object.kind) {
    case 'Service':
      return objectOf(object.spec).selector
    case 'Deployment':
      return [replicasOf(object), Object.fromEntries(templateLabelsOf(object))]
    default:
      return object.spec
  }
}

/** The revision of a Service as a route: its own and those of the Deployments behind it, in their order. */
export function routeRevision(service: KubeObject, deployments: readonly KubeObject[]): string {
  return hashOf([service, ...deployments].map(kubernetesRevision))
}
