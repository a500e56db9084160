import { numberAt, objectAt, textMap, type JsonObject } from './json'
import type { KubeObject } from './objects'
import { conflict, invalid } from './status'
import type { Kind } from './kinds'

/** The autoscaling/v1 Scale of a workload. */
export function scaleOf(object: KubeObject): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const selector = Object.entries(textMap(objectAt(object, 'spec', 'selector', 'matchLabels')))
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: numberAt(object, 'spec', 'replicas') ?? 0 },
    status: {
      replicas: numberAt(object, 'status', 'replicas') ?? 0,
      selector: selector.map(([key, value]) => `${key}=${value}`).join(','),
    },
  }
}

/** The workload with the replicas of a written Scale. Throws a 409 or 422 Status. */
export function withScale(kind: Kind, object: KubeObject, scale: unknown): JsonObject {
  const replicas = numberAt(scale, 'spec', 'replicas') ?? 0
  const { name, resourceVersion } = object.metadata
  const asked = objectAt(scale, 'metadata')['resourceVersion']
  if (asked !== undefined && asked !== '' && asked !== resourceVersion) throw conflict(kind, name)
  if (!Number.isInteger(replicas) || replicas < 0)
    throw invalid('autoscaling', 'Scale', name, [
      {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${replicas}: must be greater than or equal to 0`,
        field: 'spec.replicas',
      },
    ])
  return { ...object, spec: { ...objectAt(object, 'spec'), replicas } }
}
