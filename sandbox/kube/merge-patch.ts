import { isList, isObject, textAt, valueAt, type JsonObject } from './json'

/** RFC 7386: null removes, objects merge, everything else replaces. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return structuredClone(patch)
  const merged: JsonObject = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, key)
    else merged[key] = applyMergePatch(merged[key], value)
  }
  return merged
}

// The patchMergeKey tags of k8s.io/api for the lists that the sandbox's kinds have.
const mergeKeys: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  volumes: 'name',
  env: 'name',
  imagePullSecrets: 'name',
  volumeMounts: 'mountPath',
  hostAliases: 'ip',
  ownerReferences: 'uid',
  conditions: 'type',
}

function mergeKey(field: string, items: unknown[]): string | undefined {
  if (field !== 'ports') return mergeKeys[field]
  return items.some((item) => valueAt(item, 'containerPort') !== undefined) ? 'containerPort' : 'port'
}

function mergeList(target: unknown[], patch: unknown[], key: string): unknown[] {
  if (patch.some((item) => textAt(item, '$patch') === 'replace'))
    return patch.filter((item) => textAt(item, '$patch') === undefined)
  let merged = [...target]
  for (const item of patch) {
    const same = (other: unknown): boolean => valueAt(other, key) === valueAt(item, key)
    if (textAt(item, '$patch') === 'delete') merged = merged.filter((other) => !same(other))
    else if (merged.some(same))
      merged = merged.map((other) => (same(other) ? applyStrategicPatch(other, item) : other))
    else merged.push(applyStrategicPatch({}, item))
  }
  return merged
}

function ordered(items: unknown[], order: unknown[], key: string): unknown[] {
  const rank = (item: unknown): number => {
    const at = order.findIndex((wanted) => valueAt(wanted, key) === valueAt(item, key))
    return at === -1 ? order.length : at
  }
  return items.toSorted((left, right) => rank(left) - rank(right))
}

function mergeField(merged: JsonObject, field: string, value: unknown): void {
  const current = merged[field]
  const key = isList(value) ? mergeKey(field, value) : undefined
  if (value === null) Reflect.deleteProperty(merged, field)
  else if (isList(value) && key !== undefined)
    merged[field] = mergeList(isList(current) ? current : [], value, key)
  else if (isList(value) && field === 'finalizers')
    merged[field] = [...new Set([...(isList(current) ? current : []), ...value])]
  else merged[field] = applyStrategicPatch(current, value)
}

/** A strategic merge patch with its directives; lists without a merge key are replaced. */
export function applyStrategicPatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return structuredClone(patch)
  const merged: JsonObject = isObject(target) && textAt(patch, '$patch') !== 'replace' ? { ...target } : {}
  if (textAt(patch, '$patch') === 'delete') return {}
  const retained = patch['$retainKeys']
  if (isList(retained))
    for (const key of Object.keys(merged)) if (!retained.includes(key)) Reflect.deleteProperty(merged, key)
  for (const [field, value] of Object.entries(patch))
    if (!field.startsWith('$')) mergeField(merged, field, value)
  for (const [directive, value] of Object.entries(patch)) {
    const [name, field = ''] = directive.split('/')
    const current = merged[field]
    if (!isList(value) || !isList(current)) continue
    const key = mergeKey(field, value)
    if (name === '$setElementOrder' && key !== undefined) merged[field] = ordered(current, value, key)
    if (name === '$deleteFromPrimitiveList') merged[field] = current.filter((item) => !value.includes(item))
  }
  return merged
}
