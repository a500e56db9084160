import { eventHash } from './digest.mjs'
import { readCanonical, readJson, sameJson } from './json-text.mjs'
import { isPlainTime, isTooLong, maxBodyBytes, readPlainLine } from './plain-line.mjs'
import { isAnything, isChain, isCount, isHash, isMap, isText, isTextsOf, shapeFault } from './shape.mjs'
import { JsonFault } from './strict-json.mjs'

const actorFields = ['issuer', 'subject', 'name']
const serviceFields = ['cluster', 'namespace', 'name']
const shape = {
  required: new Map([
    ['chain', isChain],
    ['epoch', isCount],
    ['seq', isCount],
    ['prevHash', isHash],
    ['hash', isHash],
    ['id', isText],
    ['time', isText],
    ['kind', isText],
    ['action', isText],
    ['result', isText],
    ['actor', isTextsOf(actorFields)],
    ['body', isText],
  ]),
  optional: new Map([
    ['service', isTextsOf(serviceFields)],
    ['release', isText],
    ['operation', isText],
    ['reason', isText],
    ['before', isAnything],
    ['after', isAnything],
    ['detail', isAnything],
  ]),
}
const chainFields = new Set(['chain', 'epoch', 'seq', 'prevHash', 'hash', 'body'])
const copied = [...shape.required.keys(), ...shape.optional.keys()].filter((name) => !chainFields.has(name))

/** @type {string[]} */
const none = []

/**
 * @typedef {object} Event
 * @property {number} line
 * @property {number} bytes
 * @property {string} chain
 * @property {number} epoch
 * @property {number} seq
 * @property {string} prevHash
 * @property {string} hash As the line says it.
 * @property {string} ownHash As computed from the line.
 * @property {string} body
 * @property {Record<string, unknown>} content The body, read.
 * @property {string[]} columns Copied fields that differ from the body.
 */

/**
 * @typedef {object} BadLine
 * @property {number} line
 * @property {number} bytes
 * @property {string} fault
 * @property {number} [seq] Number of the event, where it can still be told.
 * @property {boolean} [cut] The text only ends too early.
 */

/**
 * One line of an export as an event, or why it is none.
 * @param {string} text
 * @param {{line: number, bytes: number}} place
 * @returns {Event | BadLine}
 */
export function readEvent(text, place) {
  const plain = attempt(() => readPlainLine(text)).value
  if (plain !== undefined) return Object.assign(plain, place, { ownHash: eventHash(plain), columns: none })
  if (text.trim() === '') return { ...place, fault: 'it is blank', cut: true }
  if (text.startsWith('\ufeff')) return { ...place, fault: 'it begins with a byte order mark' }
  const read = attempt(() => readJson(text))
  if (read.fault !== undefined)
    return { ...place, fault: `no JSON of this format: ${read.fault}`, cut: read.cut }
  const fields = read.value
  const wrong = shapeFault(fields, shape)
  if (wrong !== undefined) return { ...place, fault: wrong, ...numberOf(fields) }
  const { chain, epoch, seq, prevHash, hash, body } = fields
  if (isTooLong(body)) return { ...place, fault: `its body is longer than ${maxBodyBytes} bytes`, seq }
  const inner = attempt(() => readCanonical(body))
  if (inner.fault !== undefined) return { ...place, fault: `its body is not canonical: ${inner.fault}`, seq }
  const content = inner.value
  if (!isMap(content)) return { ...place, fault: 'its body is no JSON object', seq }
  const ownHash = eventHash(fields)
  const columns = copied.filter((name) => !isCopied(name, fields, content))
  return { ...place, chain, epoch, seq, prevHash, hash, ownHash, body, content, columns }
}

/** @param {() => any} read @returns {{value?: any, fault?: string, cut?: boolean}} */
function attempt(read) {
  try {
    return { value: read() }
  } catch (error) {
    if (error instanceof JsonFault) return { fault: error.message, cut: error.cut }
    throw error
  }
}

function numberOf(fields) {
  return isMap(fields) && isCount(fields.seq) ? { seq: fields.seq } : {}
}

function isCopied(name, fields, content) {
  if (name === 'time') return isCopiedTime(fields.time, content.time)
  if (name === 'actor') return isPart(fields.actor, content.actor, actorFields)
  if (name === 'service' && Object.hasOwn(fields, name))
    return isPart(fields.service, content.service, serviceFields)
  if (!Object.hasOwn(fields, name) || !Object.hasOwn(content, name))
    return Object.hasOwn(fields, name) === Object.hasOwn(content, name)
  return sameJson(fields[name], content[name])
}

// The body may come to say more of them, of which there are no columns.
const isPart = (column, said, names) => isMap(said) && names.every((name) => said[name] === column[name])

/** The column holds milliseconds in UTC; a body may say the same instant more finely, which the database rounds. */
function isCopiedTime(column, said) {
  if (column === said) return isPlainTime(column)
  if (typeof said !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(said))
    return false
  const instant = Date.parse(said)
  if (Number.isNaN(instant)) return false
  return [instant, instant + 1].some((ms) => new Date(ms).toISOString() === column) && isFine(said, column)
}

// Only what has more than milliseconds can be rounded up.
const isFine = (said, column) => Date.parse(said) === Date.parse(column) || /\.\d{4,}/.test(said)
