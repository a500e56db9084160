import { readCanonical } from './json-text.mjs'
import { isText } from './shape.mjs'

/** Longest body in UTF-8 bytes. */
export const maxBodyBytes = 65_536

export const isTooLong = (/** @type {string} */ body) =>
  body.length * 3 > maxBodyBytes && Buffer.byteLength(body) > maxBodyBytes

const head =
  /^\{"chain":"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})","epoch":([1-9]\d{0,14}),"seq":([1-9]\d{0,14}),"prevHash":"([0-9a-f]{64})","hash":"([0-9a-f]{64})",/
const bodyKey = ',"body":'

/**
 * A line that is written exactly as the export writes it, with every copied field as its body has it: half the work of
 * reading both. Undefined for every other line, which may still be a good one. Throws JsonFault for a bad body.
 * @param {string} text
 */
export function readPlainLine(text) {
  const found = head.exec(text)
  // The quotes of what stands inside the body are escaped, so the last one of these is the field.
  const at = text.lastIndexOf(`${bodyKey}"`)
  if (!found || at < found[0].length || !text.endsWith('"}')) return undefined
  const body = readText(text.slice(at + bodyKey.length, -1))
  if (body === undefined || isTooLong(body)) return undefined
  const content = readCanonical(body)
  if (typeof content !== 'object' || content === null || !isPlainTime(content.time)) return undefined
  if (`{${text.slice(found[0].length, at)}}` !== copiedText(content)) return undefined
  const [, chain, epoch, seq, prevHash, hash] = found
  return { chain, epoch: Number(epoch), seq: Number(seq), prevHash, hash, body, content }
}

/** A time as the export writes it: UTC with milliseconds. */
export const isPlainTime = (/** @type {unknown} */ time) =>
  isText(time) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time)

function readText(json) {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * What the export writes between the hash and the body. Undefined where a field is of another type, or is missing.
 */
function copiedText(content) {
  const { id, time, kind, action, result, release, operation, reason, before, after, detail } = content
  const { issuer, subject, name } = content.actor ?? {}
  if (![id, kind, action, result, issuer, subject, name].every(isText)) return undefined
  if (![release, operation, reason].every((value) => value === undefined || isText(value))) return undefined
  const actor = { issuer, subject, name }
  const service = content.service === undefined ? undefined : serviceOf(content.service)
  if (service === null) return undefined
  const columns = {
    id,
    time,
    kind,
    action,
    result,
    actor,
    service,
    release,
    operation,
    reason,
    before,
    after,
    detail,
  }
  return JSON.stringify(columns)
}

function serviceOf(value) {
  const { cluster, namespace, name } = value ?? {}
  return isText(cluster) && isText(namespace) && isText(name) ? { cluster, namespace, name } : null
}
