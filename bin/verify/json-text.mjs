import { JsonFault, maxDepth, parseStrictly } from './strict-json.mjs'

/**
 * What `parseStrictly` answers, quicker: the engine's own reader is believed where writing the value again gives the
 * same text, for then no key stood twice and no number or escape was written oddly. Throws JsonFault.
 * @param {string} text
 */
export function readJson(text) {
  return readPlain(text) ?? parseStrictly(text)
}

/**
 * Reads a text that has to be in the canonical form of RFC 8785. Throws JsonFault.
 * @param {string} text
 */
export function readCanonical(text) {
  const plain = readPlain(text)
  if (plain !== undefined && isSorted(plain)) return plain
  const value = plain ?? parseStrictly(text)
  if (canonicalText(value) !== text) throw new JsonFault('it is not in canonical form')
  return value
}

/** @param {string} text */
function readPlain(text) {
  // Written again, halves of surrogate pairs are escapes, and U+0000 is one too.
  if (text.includes('\\ud') || text.includes('\\u0000')) return undefined
  let value
  try {
    value = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  // Before the writing, which a deep value would bring down.
  if (!isAllowed(value, 0)) return undefined
  return JSON.stringify(value) === text ? value : undefined
}

/** @param {unknown} value @param {number} depth @returns {boolean} */
function isAllowed(value, depth) {
  if (depth > maxDepth) return false
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return true
  for (const key in value) if (!isAllowed(value[key], depth + 1)) return false
  return true
}

/** @param {unknown} value @returns {boolean} */
function isSorted(value) {
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isSorted)
  let last
  for (const key in value) {
    // Comparison of strings is by UTF-16 code units, as RFC 8785 asks.
    if (last !== undefined && last >= key) return false
    if (!isSorted(value[key])) return false
    last = key
  }
  return true
}

/**
 * RFC 8785 text of a value that came from `parseStrictly`.
 * @param {unknown} value
 * @returns {string}
 */
export function canonicalText(value) {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`)
  return `{${members.join(',')}}`
}

/**
 * Whether two values are the same JSON, whatever the order of their keys.
 * @param {unknown} one
 * @param {unknown} two
 * @returns {boolean}
 */
export function sameJson(one, two) {
  if (one === two) return true
  if (typeof one !== 'object' || typeof two !== 'object' || one === null || two === null) return false
  if (Array.isArray(one) !== Array.isArray(two)) return false
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(two).length &&
    keys.every((key) => Object.hasOwn(two, key) && sameJson(one[key], two[key]))
  )
}
