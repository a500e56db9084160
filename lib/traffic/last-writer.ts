import type { KubeObject } from '@/lib/domain/kube'
import { OPERATION_ANNOTATION } from '@/lib/domain/traffic/compose-patch'
import type { Route } from '@/lib/domain/traffic/model'

/** The last to write any of the objects that make a route, and the operation where that was Aviary. */
export function lastWriter(objects: readonly KubeObject[]): Pick<Route, 'writer'> {
  const [last] = objects
    .flatMap((object) => (object.lastWriter === undefined ? [] : [{ object, writer: object.lastWriter }]))
    .sort((a, b) => Date.parse(b.writer.time) - Date.parse(a.writer.time))
  if (last === undefined) return {}
  const operation = last.object.metadata.annotations?.[OPERATION_ANNOTATION]
  const ours = last.writer.manager === 'aviary' && operation !== undefined
  return { writer: { ...last.writer, ...(ours ? { operation } : {}) } }
}
