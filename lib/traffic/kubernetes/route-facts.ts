import type { KubeObject } from '@/lib/domain/kube'
import { OPERATION_ANNOTATION } from '@/lib/domain/traffic/compose-patch'
import type { Owner, Route } from '@/lib/domain/traffic/model'
import { ownerOf } from '../owner'

/** Who keeps a Service and the Deployments behind it: whoever drives one of them, else whoever keeps the first. */
export function ownerAmong(objects: readonly KubeObject[]): Owner | undefined {
  const owners = objects.flatMap((object) => ownerOf(object) ?? [])
  return owners.find(({ drives }) => drives === true) ?? owners[0]
}

/** The last of the writers of a Service and the Deployments behind it: each of them moves traffic. */
export function writerAmong(objects: readonly KubeObject[]): Pick<Route, 'writer'> {
  const [latest] = objects
    .flatMap((object) => (object.lastWriter === undefined ? [] : [{ object, writer: object.lastWriter }]))
    .sort((a, b) => Date.parse(b.writer.time) - Date.parse(a.writer.time))
  if (latest === undefined) return {}
  const operation = latest.object.metadata.annotations?.[OPERATION_ANNOTATION]
  const ours = latest.writer.manager === 'aviary' && operation !== undefined
  return { writer: { ...latest.writer, ...(ours ? { operation } : {}) } }
}
