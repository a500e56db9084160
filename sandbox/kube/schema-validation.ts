import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { isList, isObject, valueAt, type JsonObject } from './json'
import type { StatusCause } from './status'

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, verbose: true })
const compiled = new WeakMap<JsonObject, ValidateFunction>()

/** A CRD schema as plain JSON Schema: int-or-string spelt out, other x-kubernetes keywords and CEL left out. */
function plainSchema(schema: unknown): unknown {
  if (isList(schema)) return schema.map(plainSchema)
  if (!isObject(schema)) return schema
  const plain: JsonObject = {}
  for (const [key, value] of Object.entries(schema))
    if (!key.startsWith('x-kubernetes-') && key !== 'description') plain[key] = plainSchema(value)
  if (schema['x-kubernetes-int-or-string'] === true) {
    Reflect.deleteProperty(plain, 'type')
    plain['anyOf'] = [{ type: 'integer' }, { type: 'string' }]
  }
  return plain
}

function fieldPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .reduce(
      (path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`),
      '',
    )
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (isList(value)) return 'array'
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value
}

function causeOf(error: ErrorObject): StatusCause {
  const field = fieldPath(error.instancePath)
  const quoted = JSON.stringify(error.data)
  switch (error.keyword) {
    case 'type': {
      const found = JSON.stringify(typeName(error.data))
      const wanted = String(valueAt(error.params, 'type'))
      const message = `Invalid value: ${found}: ${field} in body must be of type ${wanted}: ${found}`
      return { reason: 'FieldValueTypeInvalid', message, field }
    }
    case 'required': {
      const missing = String(valueAt(error.params, 'missingProperty'))
      return { reason: 'FieldValueRequired', message: 'Required value', field: `${field}.${missing}` }
    }
    case 'enum': {
      const allowed = valueAt(error.params, 'allowedValues')
      const words = (isList(allowed) ? allowed : []).map((value) => JSON.stringify(value)).join(', ')
      return {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${quoted}: supported values: ${words}`,
        field,
      }
    }
    case 'oneOf': {
      const passing = valueAt(error.params, 'passingSchemas')
      const found = isList(passing) ? `Found ${passing.length} valid alternatives` : 'Found none valid'
      const message = `Invalid value: "": "${field}" must validate one and only one schema (oneOf). ${found}`
      return { reason: 'FieldValueInvalid', message, field: '<nil>' }
    }
    default: {
      const words = (error.message ?? 'is not valid')
        .replace('must be >= ', 'should be greater than or equal to ')
        .replace('must be <= ', 'should be less than or equal to ')
      return {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${quoted}: ${field} in body ${words}`,
        field,
      }
    }
  }
}

/** Every way in which the object breaks the schema, in the API server's words where they are known. */
export function schemaCauses(schema: JsonObject, object: unknown): StatusCause[] {
  const validate = compiled.get(schema) ?? ajv.compile(plainSchema(schema) as JsonObject)
  compiled.set(schema, validate)
  if (validate(object)) return []
  // Errors inside the branches of a oneOf or anyOf only say why one alternative did not hold.
  const outer = (validate.errors ?? []).filter((error) => !/\/(oneOf|anyOf|not)\/./.test(error.schemaPath))
  return outer.map(causeOf)
}

/** The value without fields the schema does not know; their paths are added to `unknown`. */
export function prune(schema: unknown, value: unknown, unknown: string[], path = ''): unknown {
  if (isList(value))
    return value.map((item, index) => prune(valueAt(schema, 'items'), item, unknown, `${path}[${index}]`))
  if (!isObject(value)) return value
  const preserve = valueAt(schema, 'x-kubernetes-preserve-unknown-fields') === true
  const additional = valueAt(schema, 'additionalProperties')
  const pruned: JsonObject = {}
  for (const [key, item] of Object.entries(value)) {
    const inner = path === '' ? key : `${path}.${key}`
    const known = valueAt(schema, 'properties', key) ?? (additional === true ? {} : additional)
    if (isObject(known)) pruned[key] = additional === true ? item : prune(known, item, unknown, inner)
    else if (preserve) pruned[key] = item
    else unknown.push(inner)
  }
  return pruned
}
