/** What a body of an audit event may hold; fractions, times and the like are strings in it. */
export type AuditValue = string | number | boolean | null | AuditValue[] | { [key: string]: AuditValue }

/** The value has no canonical text: a fraction, NaN, a lone surrogate, undefined, a class instance, too deep. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical'
}

const maxDepth = 64
const loneSurrogate = /\p{Surrogate}/u
/** Postgres text cannot hold U+0000, and UTF-8 has no bytes for a lone surrogate. */
const unstorable = /\p{Surrogate}|\0/gu

/** RFC 8785 text of a value, with numbers restricted to safe integers. Throws NotCanonical. */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

/** Whether a text is the canonical one of the value that was parsed from it. */
export function isCanonicalText(text: string, value: unknown): boolean {
  // What the engine writes is canonical where keys stand in order and numbers are whole; all else is written by us.
  if (isOrdered(value, 0) && JSON.stringify(value) === text && !text.includes('\\ud')) return true
  try {
    return canonicalJson(value) === text
  } catch (error) {
    if (error instanceof NotCanonical) return false
    throw error
  }
}

function isOrdered(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth >= maxDepth) return false
  if (Array.isArray(value)) return value.every((item) => isOrdered(item, depth + 1))
  const map = value as Record<string, unknown>
  let before: string | undefined
  // A parsed object has no keys but its own, and no list of them is made for each of many thousands.
  for (const key in map) {
    if ((before !== undefined && before >= key) || !isOrdered(map[key], depth + 1)) return false
    before = key
  }
  return true
}

function write(value: unknown, depth: number): string {
  if (depth > maxDepth) throw new NotCanonical('nested too deeply')
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return writeString(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new NotCanonical(`${value} is not a safe integer`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return writeList(value, depth)
  if (isPlainObject(value)) return writeMap(value, depth)
  throw new NotCanonical(`${typeof value} is not a JSON value`)
}

function writeList(items: unknown[], depth: number): string {
  let text = ''
  for (const item of items) text += (text && ',') + write(item, depth + 1)
  return `[${text}]`
}

function writeMap(map: Record<string, unknown>, depth: number): string {
  let text = ''
  // Without a comparator the order is by UTF-16 code units, which is what RFC 8785 §3.2.3 asks for.
  for (const key of Object.keys(map).sort()) {
    text += `${text && ','}${writeString(key)}:${write(map[key], depth + 1)}`
  }
  return `{${text}}`
}

// JSON.stringify escapes lone surrogates; the search for its escape is what is quick.
function writeString(text: string): string {
  const json = JSON.stringify(text)
  if (json.includes('\\ud') && loneSurrogate.test(text))
    throw new NotCanonical('a string has a lone surrogate')
  return json
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * Any value as one that `canonicalJson` and Postgres take: fractions and bigints as decimal strings, dates as RFC 3339,
 * undefined dropped (null in a list), U+0000 and lone surrogates as U+FFFD, what is nested too deeply as a remark.
 */
export function toAuditValue(value: unknown): AuditValue {
  return convert(value, 0) ?? null
}

function convert(value: unknown, depth: number): AuditValue | undefined {
  switch (typeof value) {
    case 'string':
      return value.replace(unstorable, '\uFFFD')
    case 'boolean':
      return value
    case 'number':
      return Number.isSafeInteger(value) ? value : String(value)
    case 'bigint':
      return String(value)
    case 'object':
      return value === null ? null : convertObject(value, depth)
    default:
      return undefined
  }
}

function convertObject(value: object, depth: number): AuditValue {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  // The event's own levels lie above its values: some room is left for them.
  if (depth >= maxDepth - 4) return '[nested too deeply]'
  if (Array.isArray(value)) {
    const items: unknown[] = value
    return Array.from(items, (item) => convert(item, depth + 1) ?? null)
  }
  // fromEntries defines own properties, so that a key `__proto__` stays an ordinary key.
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const converted = convert(item, depth + 1)
      return converted === undefined ? [] : [[key.replace(unstorable, '\uFFFD'), converted] as const]
    }),
  )
}
