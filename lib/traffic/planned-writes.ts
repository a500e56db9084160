import type { JsonPatch, KubeObject, ObjectRef } from '@/lib/domain/kube'
import { objectKey, refOf } from '@/lib/domain/kube'
import type { PlannedWrite } from '@/lib/domain/traffic/operation'

/** The write of a patch; none where nothing changes. */
export function patchWrite(object: KubeObject, patch: JsonPatch): PlannedWrite[] {
  return patch.length === 0 ? [] : [{ verb: 'patch', object: refOf(object), live: object, patch }]
}

/** The write that makes an object. */
export function createWrite(body: KubeObject): PlannedWrite & { body: KubeObject } {
  return { verb: 'create', object: refOf(body), body }
}

/** The write that removes an object. */
export function deleteWrite(object: KubeObject): PlannedWrite {
  return { verb: 'delete', object: refOf(object), live: object }
}

/** Each object once, where it is named first. */
export function uniqueRefs(refs: readonly ObjectRef[]): ObjectRef[] {
  return [...new Map(refs.map((ref) => [objectKey(ref), ref])).values()]
}
