import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  type Checkpoint,
  checkpointBytes,
  isSigned,
  keyIdOf,
  type UnsignedCheckpoint,
} from '../lib/domain/audit/checkpoint'
import { sha256 } from '../lib/store/sha256'

/** The key that checkpoints are signed with. */
export interface SigningKey {
  id: string
  complete(unsigned: UnsignedCheckpoint): Checkpoint
  /** Whether this key signed it. */
  made(checkpoint: Checkpoint): boolean
}

/**
 * Reads a private key from a PEM file that nobody but its owner may read; one that root mounted may be read by the
 * process's group. Throws with what is wrong.
 */
export function loadKey(file: string): SigningKey {
  const { mode, uid } = statSync(file)
  const mounted = uid === 0 && process.getuid?.() !== 0
  if ((mode & (mounted ? 0o037 : 0o077)) !== 0) throw new Error(`${file} can be read by others; make it 0600`)
  const privateKey = createPrivateKey(readFileSync(file))
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error(`${file} holds no Ed25519 key`)
  const publicKey = createPublicKey(privateKey)
  const id = keyIdOf(rawOf(publicKey), sha256)
  return {
    id,
    complete: (unsigned) => ({
      ...unsigned,
      signature: sign(null, checkpointBytes(unsigned), privateKey).toString('base64'),
    }),
    made: (checkpoint) =>
      checkpoint.key === id &&
      isSigned(checkpoint, (bytes, signature) => verify(null, bytes, publicKey, signature)),
  }
}

/** Makes a key pair: the private key in `file`, the public one in `file`.pub. Never replaces a key. Answers its id. */
export function makeKey(file: string): string {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 })
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
  // The mode above is what the process's umask leaves of it.
  chmodSync(file, 0o600)
  writeFileSync(`${file}.pub`, publicKey.export({ format: 'pem', type: 'spki' }), { mode: 0o644 })
  return keyIdOf(rawOf(publicKey), sha256)
}

/** The 32 bytes of an Ed25519 public key, which end its DER form. */
function rawOf(publicKey: KeyObject): Uint8Array {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
}
