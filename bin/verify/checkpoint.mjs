import crypto from 'node:crypto'
import { canonicalText } from './json-text.mjs'
import { isChain, isCount, isHash, isText, shapeFault } from './shape.mjs'

/**
 * @typedef {object} Checkpoint
 * @property {string} chain
 * @property {number} epoch
 * @property {string} hash Of the event `seq`; of 0, what the first event names before it.
 * @property {string} key First 16 hex digits of the SHA-256 of the signer's public key.
 * @property {string | null} previous `digest` of the checkpoint before it.
 * @property {number} seq
 * @property {string} signature
 * @property {string} time
 * @property {1} version
 */

const shape = {
  required: new Map([
    ['chain', isChain],
    ['epoch', isCount],
    ['hash', isHash],
    ['key', (value) => isText(value) && /^[0-9a-f]{16}$/.test(value)],
    ['previous', (value) => value === null || isHash(value)],
    ['seq', (value) => value === 0 || isCount(value)],
    ['signature', (value) => isText(value) && isSignature(value)],
    ['time', (value) => isText(value) && isTime(value)],
    ['version', (value) => value === 1],
  ]),
}

function isTime(text) {
  const at = Date.parse(text)
  return /^\d{4}-/.test(text) && !Number.isNaN(at) && new Date(at).toISOString() === text
}

// Decoding forgives much: only the one right way to write 64 bytes counts.
const isSignature = (text) => text.length === 88 && Buffer.from(text, 'base64').toString('base64') === text

/** What is wrong with the fields of a checkpoint, or undefined. @param {unknown} value */
export const checkpointFault = (value) => shapeFault(value, shape)

/** The bytes that are signed. @param {Checkpoint} checkpoint */
function signedBytes(checkpoint) {
  const { signature: _signature, ...signed } = checkpoint
  return Buffer.from(`aviary-checkpoint-v1\n${canonicalText(signed)}`)
}

/** SHA-256 of the signed bytes, which the next checkpoint names. @param {Checkpoint} checkpoint */
export const checkpointDigest = (checkpoint) => crypto.hash('sha256', signedBytes(checkpoint), 'hex')

/** @typedef {{id: string, key: import('node:crypto').KeyObject}} PublicKey */

/**
 * The public keys of a PEM text. Throws an Error that says why it holds none.
 * @param {string} text
 * @returns {PublicKey[]}
 */
export function readPublicKeys(text) {
  if (text.includes('PRIVATE KEY')) throw new Error('holds a private key, which belongs to the signer alone')
  const blocks = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
  if (blocks.length === 0) throw new Error('holds no public key (PEM, "BEGIN PUBLIC KEY")')
  return blocks.map((pem) => {
    const key = publicKeyOf(pem)
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('holds a key that is not of the kind Ed25519')
    const raw = key.export({ format: 'der', type: 'spki' }).subarray(-32)
    return { id: crypto.hash('sha256', raw, 'hex').slice(0, 16), key }
  })
}

function publicKeyOf(pem) {
  try {
    return crypto.createPublicKey(pem)
  } catch (error) {
    throw new Error('holds a public key that cannot be read', { cause: error })
  }
}

/**
 * What is wrong with the signature of a checkpoint, or undefined.
 * @param {Checkpoint} checkpoint
 * @param {PublicKey[]} keys
 */
export function signatureFault(checkpoint, keys) {
  const own = keys.find(({ id }) => id === checkpoint.key)
  if (!own) return `it is signed with the key ${checkpoint.key}, which is none of those given`
  const signature = Buffer.from(checkpoint.signature, 'base64')
  return crypto.verify(null, signedBytes(checkpoint), own.key, signature) ? undefined : 'its signature is bad'
}
