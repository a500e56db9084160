import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto'
import type { AuditEvent } from '../lib/domain/audit/event'
import {
  checkpointBytes,
  checkpointLine,
  keyIdOf,
  unsignedCheckpoint,
  type Checkpoint,
} from '../lib/domain/audit/checkpoint'
import type { ChainPoint } from '../lib/domain/audit/chain'
import { genesis, pointAfter, sha256 } from './chain.fixture'

/** A signer of checkpoints whose key comes from a seed, so that it always signs the same. */
export class Signer {
  readonly pem: string
  readonly #key: KeyObject
  readonly #id: string

  constructor(seed = 'signer') {
    const secret = createHash('sha256').update(seed).digest()
    // PKCS #8 of an Ed25519 key is this and its 32 bytes.
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret])
    this.#key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    const publicKey = createPublicKey(this.#key)
    this.pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
    this.#id = keyIdOf(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32), sha256)
  }

  sign(point: ChainPoint, previous?: Checkpoint, time?: Date): Checkpoint {
    const signedAt = time ?? new Date(Date.UTC(2026, 10, 20, 10, point.seq, 30))
    const unsigned = unsignedCheckpoint(point, { key: this.#id, previous, time: signedAt, sha256 })
    const signature = sign(null, checkpointBytes(unsigned), this.#key).toString('base64')
    return { ...unsigned, signature }
  }

  /** Checkpoints of some events of a chain, each naming the one before; 0 is the point before the first event. */
  signAll(events: readonly AuditEvent[], seqs: readonly number[]): Checkpoint[] {
    const checkpoints: Checkpoint[] = []
    for (const seq of seqs) {
      const event = events.find((it) => it.seq === seq)
      if (seq !== 0 && !event) throw new Error(`there is no event ${seq}`)
      checkpoints.push(this.sign(event ? pointAfter(event) : genesis, checkpoints.at(-1)))
    }
    return checkpoints
  }
}

/** The file that a signer appends to. */
export const sinkOf = (checkpoints: readonly Checkpoint[]): string =>
  checkpoints.map((checkpoint) => `${checkpointLine(checkpoint)}\n`).join('')
