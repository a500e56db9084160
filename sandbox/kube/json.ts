/** Reading untyped JSON: every accessor answers a default instead of throwing. */
export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: unknown): value is unknown[] {
  return Array.isArray(value)
}

export function valueAt(value: unknown, ...path: string[]): unknown {
  let at = value
  for (const key of path) {
    if (!isObject(at) || !Object.hasOwn(at, key)) return undefined
    at = at[key]
  }
  return at
}

export function objectAt(value: unknown, ...path: string[]): JsonObject {
  const found = valueAt(value, ...path)
  return isObject(found) ? found : {}
}

export function listAt(value: unknown, ...path: string[]): unknown[] {
  const found = valueAt(value, ...path)
  return isList(found) ? found : []
}

export function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : undefined
}

export function numberAt(value: unknown, ...path: string[]): number | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'number' ? found : undefined
}

/** The entries whose value is a string; label and annotation maps are read through this. */
export function textMap(value: unknown): Record<string, string> {
  const texts: Record<string, string> = {}
  for (const [key, text] of Object.entries(isObject(value) ? value : {}))
    if (typeof text === 'string') texts[key] = text
  return texts
}

/** Deep equality; the order of object keys does not matter. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (isList(left) && isList(right))
    return left.length === right.length && left.every((item, index) => sameJson(item, right[index]))
  if (!isObject(left) || !isObject(right)) return false
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
  )
}

/** The value without null fields, at any depth: Go drops them when it reads a built-in kind. */
export function withoutNulls(value: unknown): unknown {
  if (isList(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  const kept = Object.entries(value).filter(([, item]) => item !== null)
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]))
}
