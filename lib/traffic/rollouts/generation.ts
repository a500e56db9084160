import type { ClusterView, KubeObject } from '@/lib/domain/kube'
import type { Generation } from '@/lib/domain/rollouts/rollout'
import { objectOf, stringMapOf, type JsonObject } from '@/lib/domain/traffic/untyped'
import { imagesOf, versionOf } from '../workloads'

const HASH_LABEL = 'pod-template-hash'
export const DEPLOYMENT_REVISION = 'deployment.kubernetes.io/revision'

/** The pod template of a workload as its owner wrote it: without the hash that the Deployment controller adds. */
export function templateOf(workload: KubeObject): JsonObject {
  const template = objectOf(objectOf(workload.spec).template)
  const metadata = objectOf(template.metadata)
  const labels = objectOf(metadata.labels)
  if (!Object.hasOwn(labels, HASH_LABEL)) return template
  const { [HASH_LABEL]: _, ...own } = labels
  return { ...template, metadata: { ...metadata, labels: own } }
}

/** What a template is told apart by. */
export function generationOf(
  template: JsonObject,
  place: { set?: KubeObject | undefined; revision?: string | undefined } = {},
): Generation {
  const revision = place.revision ?? place.set?.metadata.annotations?.[DEPLOYMENT_REVISION]
  return {
    ...(revision === undefined ? {} : { revision }),
    version: versionOf(stringMapOf(objectOf(template.metadata).labels)),
    images: imagesOf(template.spec),
    ...(place.set === undefined ? {} : { replicaSet: place.set.metadata.name }),
  }
}

/** The ReplicaSets of a Deployment, the newest of its history first. */
export function replicaSetsOf(view: ClusterView, deployment: KubeObject): KubeObject[] {
  const { namespace = '', uid, name } = deployment.metadata
  return view
    .list('replicasets', namespace)
    .filter(({ metadata }) =>
      metadata.ownerReferences?.some(
        (owner) =>
          owner.controller === true &&
          owner.kind === 'Deployment' &&
          owner.name === name &&
          owner.uid === uid,
      ),
    )
    .sort((a, b) => revisionNumber(b) - revisionNumber(a))
}

/** Its place in the history of its Deployment; 0 where the controller has not numbered it. */
export function revisionNumber(set: KubeObject): number {
  const number = Number(set.metadata.annotations?.[DEPLOYMENT_REVISION])
  return Number.isFinite(number) ? number : 0
}
