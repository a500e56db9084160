import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * JSON with the keys of every object sorted by code unit and no white space, so that equal values give equal text.
 * Absent (`undefined`) members are left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry)).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
    return `{${members.join(',')}}`
  }
  return value === undefined ? 'null' : JSON.stringify(value)
}

/** True when two JSON values are equal whatever the order of their keys. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b)
}

/** The first `length` hex digits of the SHA-256 of a value's canonical JSON. */
export function hashOf(value: unknown, length = 32): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value)))).slice(0, length)
}

/** API.md `revision`: a hash of an object's uid and routing spec, which status and metadata writes don't change. */
export function revisionOf(uid: string, routingSpec: unknown): string {
  return hashOf([uid, routingSpec ?? null])
}
