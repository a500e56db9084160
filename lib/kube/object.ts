import type { KubeObject, ObjectMeta } from '@/lib/domain/kube'
import { lastWriterOf } from './last-writer'

export type Json = Record<string, unknown>

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * An object as the API server sent it, with `lastWriter` in place of managedFields. Items of typed lists carry no
 * apiVersion and kind; these come from the list. Throws when name or resourceVersion are missing.
 */
export function toKubeObject(value: unknown, type: { apiVersion: string; kind: string }): KubeObject {
  if (!isJson(value) || !isJson(value['metadata'])) throw new Error('an object without metadata')
  const { managedFields, ...metadata } = value['metadata']
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
