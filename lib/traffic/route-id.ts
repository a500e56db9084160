import { hashOf } from '@/lib/domain/traffic/revision'
import { isPathId } from '@/lib/domain/traffic/rule-id'

/** API.md "Ids": `<prefix>~ns~name`, a hash where that doesn't fit a path. */
export function routeId(prefix: string, place: { namespace?: string; name: string }): string {
  const id = `${prefix}~${place.namespace ?? ''}~${place.name}`
  return isPathId(id) ? id : `${prefix}~${hashOf(id)}`
}
