import type { KubeObject, ObjectMeta } from '@/lib/domain/kube'
import { lastWriterOf } from './last-writer'

export type Json = Record<string, unknown>

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * An object as the API server sent it, with `lastWriter` in place of managedFields. Items of typed lists carry no
 * apiVersion and kind; these come from the list. Throws when the name is missing, or the resourceVersion of a `stored`
 * object: one created by a dry run has none.
 */
export function toKubeObject(
  value: unknown,
  type: { apiVersion: string; kind: string },
  stored = true,
): KubeObject {
  if (!isJson(value) || !isJson(value['metadata'])) throw new Error('an object without metadata')
  const { managedFields, ...rest } = value['metadata']
  const metadata = stored ? rest : { resourceVersion: '', ...rest }
  if (typeof metadata['name'] !== 'string' || typeof metadata['resourceVersion'] !== 'string') {
    throw new Error('an object without name or resourceVersion')
  }
  const lastWriter = lastWriterOf(managedFields)
  return {
    ...value,
    apiVersion: typeof value['apiVersion'] === 'string' ? value['apiVersion'] : type.apiVersion,
    kind: typeof value['kind'] === 'string' ? value['kind'] : type.kind,
    metadata: metadata as unknown as ObjectMeta,
    ...(lastWriter && { lastWriter }),
  }
}
