import { hash } from 'node:crypto'

/** SHA-256 at once: quicker for short texts than a hash object that is fed. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer')
}
