import { isObject, sameJson, type JsonObject } from './json'
import type { KubeObject, ManagedField } from './objects'

export interface FieldWriter {
  manager: string
  /** The version the write came in, not the storage version. */
  apiVersion: string
  time: string
  subresource?: string
}

const separator = '\u0000'
const ownMetadata = new Set(['labels', 'annotations', 'finalizers', 'ownerReferences'])

function collect(value: unknown, path: string, leaves: Map<string, unknown>): void {
  if (!isObject(value) || Object.keys(value).length === 0) {
    leaves.set(path, value)
    return
  }
  leaves.set(`${path}${separator}.`, true)
  for (const [key, item] of Object.entries(value)) collect(item, `${path}${separator}f:${key}`, leaves)
}

/** Every field that can be owned; lists are owned whole, as the API server does for Istio's `spec.http`. */
function leavesOf(object: KubeObject | undefined): Map<string, unknown> {
  const leaves = new Map<string, unknown>()
  for (const [key, value] of Object.entries(object ?? {})) {
    if (key === 'metadata' && isObject(value)) {
      for (const [field, item] of Object.entries(value))
        if (ownMetadata.has(field)) collect(item, `f:metadata${separator}f:${field}`, leaves)
    } else if (key !== 'apiVersion' && key !== 'kind') collect(value, `f:${key}`, leaves)
  }
  return leaves
}

function paths(tree: JsonObject, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, node]) =>
    key !== '.' && isObject(node) && Object.keys(node).length > 0
      ? paths(node, `${prefix}${key}${separator}`)
      : [prefix + key],
  )
}

function treeOf(owned: Iterable<string>): JsonObject {
  const tree: JsonObject = {}
  for (const path of owned) {
    let node = tree
    for (const segment of path.split(separator)) {
      const next = node[segment]
      const inner: JsonObject = isObject(next) ? next : {}
      node[segment] = inner
      node = inner
    }
  }
  return tree
}

function sameWriter(field: ManagedField, writer: FieldWriter): boolean {
  return (
    field.manager === writer.manager &&
    field.apiVersion === writer.apiVersion &&
    field.subresource === writer.subresource
  )
}

/** managedFields after a write: changed fields move to the writer, removed ones leave everybody. */
export function updateManagedFields(
  before: KubeObject | undefined,
  after: KubeObject,
  writer: FieldWriter,
): ManagedField[] {
  const old = leavesOf(before)
  const now = leavesOf(after)
  const taken = new Set<string>()
  for (const [path, value] of now) if (!old.has(path) || !sameJson(old.get(path), value)) taken.add(path)
  const fields: ManagedField[] = []
  let mine = new Set(taken)
  for (const field of before?.metadata.managedFields ?? []) {
    const kept = paths(field.fieldsV1).filter((path) => now.has(path))
    if (sameWriter(field, writer)) mine = new Set([...kept, ...taken])
    else {
      const left = kept.filter((path) => !taken.has(path))
      if (left.length > 0) fields.push({ ...field, fieldsV1: treeOf(left) })
    }
  }
  const { manager, apiVersion, time, subresource } = writer
  if (mine.size > 0)
    fields.push({
      manager,
      operation: 'Update',
      apiVersion,
      // The API server leaves the time out of entries written through /scale.
      ...(subresource === 'scale' ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: treeOf(mine),
      ...(subresource === undefined ? {} : { subresource }),
    })
  const rank = (field: ManagedField): string => `${field.time ?? ''} ${field.manager}`
  return fields.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

/** Whether two objects differ in anything but the server's own bookkeeping. */
export function sameContent(left: KubeObject, right: KubeObject): boolean {
  const strip = (object: KubeObject): unknown => {
    const {
      managedFields: _fields,
      resourceVersion: _version,
      generation: _generation,
      ...metadata
    } = object.metadata
    return { ...object, metadata }
  }
  return sameJson(strip(left), strip(right))
}
