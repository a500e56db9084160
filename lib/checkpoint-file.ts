import { createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { type Checkpoint, isSigned, keyIdOf, readLastCheckpoint } from './domain/audit/checkpoint'
import type { OutsideCheckpoints } from './domain/audit/chain-stores'
import { sha256 } from './store/sha256'

/** No checkpoint is longer; the last one is looked for in the last bytes of the file. */
const tailBytes = 8_192

/**
 * The checkpoints that the signer leaves in a file, told by its public key (PEM). Throws when the key cannot be read or
 * is no Ed25519 key; the file may come later.
 */
export function checkpointFile(keyFile: string, file: string): OutsideCheckpoints {
  const publicKey = createPublicKey(readFileSync(keyFile))
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new Error(`${keyFile} holds no Ed25519 key`)
  // The 32 bytes of an Ed25519 key end its DER form.
  const id = keyIdOf(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32), sha256)
  const signed = (checkpoint: Checkpoint) =>
    checkpoint.key === id &&
    isSigned(checkpoint, (bytes, signature) => verify(null, bytes, publicKey, signature))
  return {
    isSigned: signed,
    newest: async () => {
      const checkpoint = await readLast(file)
      if (checkpoint && !signed(checkpoint))
        throw new Error(`The last checkpoint of ${file} is not signed by the key in ${keyFile}.`)
      return checkpoint
    },
  }
}

async function readLast(file: string): Promise<Checkpoint | undefined> {
  try {
    return readLastCheckpoint(await readTail(file))
  } catch (error) {
    throw new Error(`The checkpoints of ${file} cannot be read: ${String(error)}.`, { cause: error })
  }
}

async function readTail(file: string): Promise<string> {
  const handle = await open(file, 'r')
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, tailBytes)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await handle.close()
  }
}
