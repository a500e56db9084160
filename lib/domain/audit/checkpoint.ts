import { canonicalJson } from './canonical'
import type { ChainPoint, Sha256 } from './chain'
import { toHex } from './hex'

/** A signed statement that the chain stood at a point. The format: docs/audit-format.md. */
export interface Checkpoint {
  chain: string
  epoch: number
  hash: string
  key: string
  previous: string | null
  seq: number
  signature: string
  time: string
  version: 1
}
export type UnsignedCheckpoint = Omit<Checkpoint, 'signature'>

/** The text is no checkpoint; the message says what is wrong with it. */
export class NotCheckpoint extends Error {
  override readonly name = 'NotCheckpoint'
}

const encoder = new TextEncoder()
const domainTag = 'aviary-checkpoint-v1\n'

/** The bytes that are signed, and whose SHA-256 the next checkpoint names. */
export function checkpointBytes(checkpoint: UnsignedCheckpoint): Uint8Array {
  const { chain, epoch, hash, key, previous, seq, time, version } = checkpoint
  return encoder.encode(domainTag + canonicalJson({ chain, epoch, hash, key, previous, seq, time, version }))
}

/** What the checkpoint after this one holds as `previous`, lower-case hex. */
export function checkpointDigest(checkpoint: UnsignedCheckpoint, sha256: Sha256): string {
  return toHex(sha256(checkpointBytes(checkpoint)))
}

/** The line that is stored and printed, without its line end. */
export function checkpointLine(checkpoint: Checkpoint): string {
  return canonicalJson(checkpoint)
}

const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value)
const atLeast = (least: number) => (value: unknown) => Number.isSafeInteger(value) && Number(value) >= least
const isHash = matches(/^[0-9a-f]{64}$/)

const rules: Record<keyof Checkpoint, (value: unknown) => boolean> = {
  chain: matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  epoch: atLeast(1),
  hash: isHash,
  key: matches(/^[0-9a-f]{16}$/),
  previous: (value) => value === null || isHash(value),
  seq: atLeast(0),
  // 64 bytes, with the unused bits of the last digit at zero: one signature has one text.
  signature: matches(/^[A-Za-z0-9+/]{85}[AQgw]==$/),
  time: (value) => isTime(value),
  version: (value) => value === 1,
}

function isTime(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-/.test(value)) return false
  const at = new Date(value)
  return !Number.isNaN(at.getTime()) && at.toISOString() === value
}

/** Reads one line. Its signature is not looked at. Throws NotCheckpoint. */
export function readCheckpoint(line: string): Checkpoint {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    throw new NotCheckpoint('it is not JSON', { cause: error })
  }
  if (!isCheckpoint(value)) throw new NotCheckpoint(`it is not as it should be: ${faultOf(value)}`)
  return value
}

/** The last whole line of a file's end. A line without its line end was cut off and does not count. Throws NotCheckpoint. */
export function readLastCheckpoint(end: string): Checkpoint | undefined {
  const line = end
    .slice(0, end.lastIndexOf('\n') + 1)
    .trimEnd()
    .split('\n')
    .at(-1)
  return line ? readCheckpoint(line) : undefined
}

function isCheckpoint(value: unknown): value is Checkpoint {
  return faultOf(value) === undefined
}

/** The first field that is wrong, missing or too many. */
function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no object'
  const fields = new Map<string, unknown>(Object.entries(value))
  const wrong = Object.entries(rules).find(([name, holds]) => !holds(fields.get(name)))
  return wrong?.[0] ?? [...fields.keys()].find((name) => !Object.hasOwn(rules, name))
}

/** Short name of an Ed25519 public key, given its 32 bytes. */
export function keyIdOf(publicKey: Uint8Array, sha256: Sha256): string {
  return toHex(sha256(publicKey)).slice(0, 16)
}

/** The checkpoint of a point, for the signature function to complete. */
export function unsignedCheckpoint(
  point: ChainPoint,
  options: { key: string; previous: Checkpoint | undefined; time: Date; sha256: Sha256 },
): UnsignedCheckpoint {
  const { key, previous, time, sha256 } = options
  const { chainId: chain, epoch, seq, hash } = point
  return {
    ...{ chain, epoch, seq, hash, key, version: 1 },
    previous: previous ? checkpointDigest(previous, sha256) : null,
    time: time.toISOString(),
  }
}

/** Whether the signature is one of the key; `verify` is Ed25519 with that key. */
export function isSigned(
  checkpoint: Checkpoint,
  verify: (bytes: Uint8Array, signature: Uint8Array) => boolean,
): boolean {
  const signature = Uint8Array.from(atob(checkpoint.signature), (digit) => digit.charCodeAt(0))
  return verify(checkpointBytes(checkpoint), signature)
}
