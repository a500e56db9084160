/** Narrowing of untyped JSON, such as the specs that users write: a wrong shape reads as absent, never throws. */

export type JsonObject = Readonly<Record<string, unknown>>

/** True for JSON objects; arrays and null are none. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value as an object, or an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/** The value as an array, or an empty one. */
export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

/** The value as a string. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The value as a finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** The strings of an array; everything else in it is left out. */
export function stringsOf(value: unknown): string[] {
  return arrayOf(value).filter((entry) => typeof entry === 'string')
}

/** The string values of an object, safe for any name of a key. */
export function stringMapOf(value: unknown): Map<string, string> {
  const map = new Map<string, string>()
  for (const [key, entry] of Object.entries(objectOf(value)))
    if (typeof entry === 'string') map.set(key, entry)
  return map
}
