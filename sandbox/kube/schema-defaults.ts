import { isList, isObject, valueAt, type JsonObject } from './json'

/**
 * The value with the defaults of a CRD's schema filled in, as the API server stores it. A field that is null has been
 * dropped before; defaults inside a default are followed too.
 */
export function withSchemaDefaults(schema: unknown, value: unknown): unknown {
  if (isList(value)) return value.map((item) => withSchemaDefaults(valueAt(schema, 'items'), item))
  if (!isObject(value)) return value
  const properties = valueAt(schema, 'properties')
  const filled: JsonObject = { ...value }
  for (const [key, property] of Object.entries(isObject(properties) ? properties : {})) {
    const missing = filled[key] === undefined && isObject(property) && property['default'] !== undefined
    if (missing) filled[key] = structuredClone(property['default'])
    if (filled[key] !== undefined) filled[key] = withSchemaDefaults(property, filled[key])
  }
  const additional = valueAt(schema, 'additionalProperties')
  if (isObject(additional))
    for (const [key, item] of Object.entries(filled))
      if (valueAt(properties, key) === undefined) filled[key] = withSchemaDefaults(additional, item)
  return filled
}
