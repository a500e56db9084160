import { show } from './show.mjs'

/** Why a text is not the JSON that the format allows; `cut` when it only ends too early. */
export class JsonFault extends Error {
  /** @param {string} message @param {boolean} [cut] */
  constructor(message, cut = false) {
    super(message)
    this.cut = cut
  }
}

/** Levels below the first that a value may have. */
export const maxDepth = 64

const integer = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const plainText = /[^"\\\u0000-\u001f]*/y
const escapes = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/**
 * Reads JSON of which nothing is left to the reader's taste: no key twice, only integers of at most 2^53 - 1 written
 * plainly, no half of a surrogate pair, no U+0000, at most 64 levels. White space between tokens is free. Maps have no
 * prototype, so that `__proto__` is a key like others. Throws JsonFault.
 * @param {string} text
 */
export function parseStrictly(text) {
  let at = 0

  const fail = (/** @type {string} */ what) => {
    if (at >= text.length) throw new JsonFault('it ends in the middle of a value', true)
    throw new JsonFault(`${what} at character ${at + 1}`)
  }

  const space = () => {
    for (;;) {
      const code = text.charCodeAt(at)
      if (code !== 32 && code !== 9 && code !== 10 && code !== 13) return
      at += 1
    }
  }

  /** @param {number} depth @returns {unknown} */
  function value(depth) {
    if (depth > maxDepth) throw new JsonFault(`more than ${maxDepth} levels`)
    switch (text[at]) {
      case '{':
        return map(depth)
      case '[':
        return list(depth)
      case '"':
        return string()
      case 't':
        return word('true', true)
      case 'f':
        return word('false', false)
      case 'n':
        return word('null', null)
      default:
        return number()
    }
  }

  /** @param {string} letters @param {unknown} meaning */
  function word(letters, meaning) {
    for (const letter of letters) {
      if (text[at] !== letter) fail('no JSON value')
      at += 1
    }
    return meaning
  }

  function number() {
    integer.lastIndex = at
    const found = integer.exec(text)?.[0]
    if (found === undefined) {
      if (text[at] === '-' && at + 1 === text.length) at += 1
      return fail('no JSON value')
    }
    const result = Number(found)
    if (!Number.isSafeInteger(result) || String(result) !== found)
      throw new JsonFault(`the number ${show(found)} is no integer up to 2^53 - 1 in its plain form`)
    at += found.length
    return result
  }

  function string() {
    at += 1
    let result = ''
    for (;;) {
      plainText.lastIndex = at
      const plain = plainText.exec(text)?.[0] ?? ''
      result += plain
      at += plain.length
      if (text[at] === '"') break
      if (text[at] !== '\\') fail('a control character inside a string')
      at += 1
      result += escaped()
    }
    at += 1
    if (/\p{Surrogate}/u.test(result)) throw new JsonFault('a string holds half of a surrogate pair')
    if (result.includes('\0')) throw new JsonFault('a string holds U+0000')
    return result
  }

  function escaped() {
    const letter = text[at] ?? ''
    if (letter !== 'u') {
      if (!Object.hasOwn(escapes, letter)) fail('an unknown escape')
      at += 1
      return escapes[letter]
    }
    at += 1
    let digits = ''
    while (digits.length < 4) {
      if (!/^[0-9a-fA-F]$/.test(text[at] ?? '')) fail('an escape without four hex digits')
      digits += text[at]
      at += 1
    }
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  /** @param {number} depth */
  function list(depth) {
    const result = []
    at += 1
    space()
    if (text[at] === ']') {
      at += 1
      return result
    }
    for (;;) {
      space()
      result.push(value(depth + 1))
      if (ended(']')) return result
    }
  }

  /** @param {number} depth */
  function map(depth) {
    const result = Object.create(null)
    at += 1
    space()
    if (text[at] === '}') {
      at += 1
      return result
    }
    for (;;) {
      space()
      if (text[at] !== '"') fail('no key')
      const key = string()
      if (Object.hasOwn(result, key)) throw new JsonFault(`the key ${show(key)} stands twice in one object`)
      space()
      if (text[at] !== ':') fail('no colon after a key')
      at += 1
      space()
      result[key] = value(depth + 1)
      if (ended('}')) return result
    }
  }

  /** Passes a comma or the closing bracket. @param {string} closing */
  function ended(closing) {
    space()
    if (text[at] !== ',' && text[at] !== closing) fail('neither a comma nor the end of a list or object')
    at += 1
    return text[at - 1] === closing
  }

  space()
  const result = value(0)
  space()
  if (at < text.length) throw new JsonFault(`something follows the value at character ${at + 1}`)
  return result
}
