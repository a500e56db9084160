import { fromHex, toHex } from './hex'

/** SHA-256 of bytes, 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** A point of the chain from which the next event goes on; hashes are lower-case hex. */
export interface ChainPoint {
  /** UUID, with hyphens. */
  chainId: string
  epoch: number
  seq: number
  hash: string
}

const encoder = new TextEncoder()
const domainTag = encoder.encode('aviary-audit-v1')

/** The point before the first event of a chain. */
export function genesisOf(chainId: string, sha256: Sha256): ChainPoint {
  return { chainId, epoch: 1, seq: 0, hash: toHex(sha256(uuidBytes(chainId))) }
}

interface LinkParts {
  epoch: number
  seq: number
  /** Lower-case hex. */
  prevHash: string
  body: string
}

/** Hash of one event, lower-case hex. The bytes: docs/audit-format.md. */
export function eventHash(parts: LinkParts & { chainId: string }, sha256: Sha256): string {
  return eventHasher(parts.chainId, sha256)(parts)
}

/** `eventHash` for many events of one chain: what they have in common is written once. */
export function eventHasher(chainId: string, sha256: Sha256): (parts: LinkParts) => string {
  const bytes = new Uint8Array(111)
  const view = new DataView(bytes.buffer)
  bytes.set(domainTag, 0)
  bytes.set(uuidBytes(chainId), 15)
  return ({ epoch, seq, prevHash, body }) => {
    view.setBigInt64(31, BigInt(epoch))
    view.setBigInt64(39, BigInt(seq))
    bytes.set(fromHex(prevHash), 47)
    bytes.set(sha256(encoder.encode(body)), 79)
    return toHex(sha256(bytes))
  }
}

function uuidBytes(uuid: string): Uint8Array {
  return fromHex(uuid.replaceAll('-', '').toLowerCase())
}
