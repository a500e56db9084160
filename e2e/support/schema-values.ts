import fc from 'fast-check'

/** As much of JSON Schema as zod writes. */
export interface JsonSchema {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  propertyNames?: JsonSchema
  items?: JsonSchema
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
}

/** Strings that break what was not made for them. */
export const hostileTexts = [
  '',
  ' ',
  '"',
  "'; DROP TABLE audit_event; --",
  '"}\n{',
  '\r\n\r\nHTTP/1.1 200 OK',
  '=cmd|calc',
  '<script>alert(1)</script>',
  '\u202eevil\u2066',
  '🐦'.repeat(100),
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '%2e%2e%2f',
  '%',
  '*',
  'null',
  '-1',
  '9'.repeat(400),
  'a'.repeat(300),
  '\u0000',
  '\ud800',
]
const hostileNumbers = [0, -1, 0.5, 100, 101, 1e6, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, 5e-324]

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, [], {}, [[]], { a: null }, ...hostileNumbers, ...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 2 }),
)

function text({ pattern, format, minLength = 0, maxLength = 60 }: JsonSchema): fc.Arbitrary<string> {
  const fits = (value: string) => value.length >= minLength && value.length <= maxLength
  if (format === 'date-time')
    return fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString())
  if (pattern !== undefined)
    return fc.stringMatching(new RegExp(pattern)).map((value) => value.slice(0, maxLength))
  return fc.oneof(
    fc.string({ minLength, maxLength: Math.min(maxLength, 60) }),
    fc.constantFrom('v1', 'v2', ...hostileTexts).filter(fits),
  )
}

function number(schema: JsonSchema): fc.Arbitrary<number> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema
  const low = minimum ?? exclusiveMinimum ?? -1000
  const high = maximum ?? exclusiveMaximum ?? Math.max(1000, low)
  const inside = (value: number) => value !== exclusiveMinimum && value !== exclusiveMaximum
  const whole = fc.oneof(
    fc.constantFrom(...[low, high].filter(Number.isSafeInteger), Math.ceil(low)),
    fc.integer({ min: Math.ceil(Math.max(low, -(2 ** 31))), max: Math.floor(Math.min(high, 2 ** 31)) }),
  )
  return (
    schema.type === 'integer' ? whole : fc.oneof(whole, fc.double({ min: low, max: high, noNaN: true }))
  ).filter(inside)
}

function object({ properties = {}, required = [], additionalProperties, propertyNames }: JsonSchema) {
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, valid(schema)])),
    { requiredKeys: required.filter((name) => name in properties) },
  )
  if (typeof additionalProperties !== 'object') return known
  const more = fc.dictionary(text(propertyNames ?? {}), valid(additionalProperties), { maxKeys: 4 })
  return fc.tuple(known, more).map(([own, others]) => ({ ...others, ...own }))
}

/** Values that the schema accepts. */
export function valid(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { type, anyOf, oneOf, allOf } = schema
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choice = anyOf ?? oneOf
  if (choice) return fc.oneof(...choice.map(valid))
  if (allOf) return fc.tuple(...allOf.map(valid)).map((parts) => Object.assign({}, ...parts) as unknown)
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => valid({ ...schema, type: one })))
  switch (type) {
    case 'string':
      return text(schema)
    case 'integer':
    case 'number':
      return number(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(valid(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, Math.max(4, schema.minItems ?? 0)),
      })
    case 'object':
      return object(schema)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

/** A value that was good, with one thing wrong somewhere in it: replaced, left out, added, or of another type. */
export function broken(value: unknown): fc.Arbitrary<unknown> {
  const whole = hostileValue
  if (Array.isArray(value))
    return fc.oneof(
      whole,
      fc.constant([...(value as unknown[]), ...Array<unknown>(200).fill(value[0] ?? null)]),
      ...value.map((item, at) =>
        broken(item).map((bad) => (value as unknown[]).map((kept, index) => (index === at ? bad : kept))),
      ),
    )
  if (typeof value !== 'object' || value === null) return whole
  const entries = Object.entries(value)
  return fc.oneof(
    whole,
    fc
      .tuple(fc.constantFrom(...hostileTexts, 'force'), whole)
      .map(([name, bad]) => ({ ...value, [name]: bad })),
    ...entries.map(([name]) => fc.constant(Object.fromEntries(entries.filter(([other]) => other !== name)))),
    ...entries.map(([name, item]) => broken(item).map((bad) => ({ ...value, [name]: bad }))),
  )
}
