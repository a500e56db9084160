import { z } from 'zod'

/** The part of JSON Schema (draft 2020-12) that the contracts of Aviary produce. */
export interface Schema {
  $ref?: string | undefined
  /** Several where null is possible beside a value. */
  type?: string | string[] | undefined
  const?: unknown
  enum?: unknown[] | undefined
  anyOf?: Schema[] | undefined
  oneOf?: Schema[] | undefined
  allOf?: Schema[] | undefined
  items?: Schema | undefined
  properties?: Record<string, Schema> | undefined
  required?: string[] | undefined
  additionalProperties?: Schema | boolean | undefined
  format?: string | undefined
  pattern?: string | undefined
  minLength?: number | undefined
  maxLength?: number | undefined
  minimum?: number | undefined
  maximum?: number | undefined
  default?: unknown
}

const text = z.string().optional()
const size = z.number().optional()

export const Schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    $ref: text,
    type: z.union([z.string(), z.array(z.string())]).optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(Schema).optional(),
    oneOf: z.array(Schema).optional(),
    allOf: z.array(Schema).optional(),
    items: Schema.optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    format: text,
    pattern: text,
    minLength: size,
    maxLength: size,
    minimum: size,
    maximum: size,
    default: z.unknown().optional(),
  }),
)

/** Bounds that only say "a number that a double can hold". */
const isBound = (value: number | undefined) =>
  value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER

/** A schema as people write types: `{ weights: { [key]: any }, reason?: string, at most 1000 characters }`. */
export function schemaText(schema: Schema, depth = 0): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? 'any'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return choices.map((choice) => schemaText(choice, depth)).join(' | ')
  if (schema.allOf !== undefined) return schema.allOf.map((part) => schemaText(part, depth)).join(' & ')
  if (Array.isArray(schema.type))
    return schema.type.map((type) => schemaText({ ...schema, type }, depth)).join(' | ')
  switch (schema.type) {
    case 'array':
      return listText(schema.items, depth)
    case 'object':
      return mapText(schema, depth)
    case undefined:
      return 'any'
    default:
      return [schema.type, ...(schema.type === 'null' ? [] : limits(schema))].join(', ')
  }
}

function listText(items: Schema | undefined, depth: number): string {
  const inner = schemaText(items ?? {}, depth)
  return /[|&,]/.test(inner) && !inner.startsWith('{') ? `(${inner})[]` : `${inner}[]`
}

function mapText({ properties, required, additionalProperties }: Schema, depth: number): string {
  const pad = '  '.repeat(depth + 1)
  const named = Object.entries(properties ?? {}).map(([name, value]) => {
    const mark = required?.includes(name) === true ? '' : '?'
    return `${pad}${name}${mark}: ${schemaText(value, depth + 1)}`
  })
  const others =
    typeof additionalProperties === 'object'
      ? [`${pad}[name]: ${schemaText(additionalProperties, depth + 1)}`]
      : []
  const lines = [...named, ...others]
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`
}

function limits(schema: Schema): string[] {
  const { format, pattern, minLength, maxLength, minimum, maximum } = schema
  return [
    ...(format === undefined ? [] : [format]),
    ...(minLength === undefined ? [] : [`at least ${minLength} characters`]),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(isBound(minimum) ? [`from ${minimum}`] : []),
    ...(isBound(maximum) ? [`to ${maximum}`] : []),
    // Zod writes a pattern beside a format; the format says it better.
    ...(pattern === undefined || format !== undefined ? [] : [`like ${pattern}`]),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ]
}

/** The smallest value that a person would write for a schema: its required parts, with names as texts. */
export function exampleOf(schema: Schema, name = 'text'): unknown {
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0]
  if (choice !== undefined) return exampleOf(choice, name)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).flatMap((key) => {
          const property = schema.properties?.[key]
          return property === undefined ? [] : [[key, exampleOf(property, key)] as const]
        }),
      )
    case 'array':
      return schema.items === undefined ? [] : [exampleOf(schema.items, name)]
    case 'integer':
    case 'number':
      return isBound(schema.minimum) ? schema.minimum : 0
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return schema.format === 'date-time' ? '2027-01-01T00:00:00Z' : name
  }
}
