import type { KubeObject } from '@/lib/domain/kube'
import { revisionOf } from '@/lib/domain/traffic/revision'

/**
 * Hash of uid and of what `routing` picks of an object, the whole spec without it; worked out once per object, since
 * those of a view are replaced when they change, never edited.
 */
export function objectRevisions(
  routing: (object: KubeObject) => unknown = ({ spec }) => spec,
): (object: KubeObject) => string {
  const known = new WeakMap<KubeObject, string>()
  return (object) => {
    let revision = known.get(object)
    if (revision === undefined) {
      revision = revisionOf(object.metadata.uid, routing(object))
      known.set(object, revision)
    }
    return revision
  }
}
