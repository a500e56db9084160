import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

export interface Sealer {
  /** `context` has to be the same at the opening; a sealed text cannot be moved elsewhere. */
  seal(text: string, context: string): string
  /** Undefined for what this server's secret did not seal, or not in this context. */
  open(sealed: string, context: string): string | undefined
}

const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16
const version = 'v1'

/** Encrypts what the database keeps for one purpose, by a key that is derived from the server's secret. */
export function createSealer(secret: string, purpose: 'provider tokens' | 'kept answers'): Sealer {
  const key = Buffer.from(hkdfSync('sha256', secret, '', `aviary ${purpose} v1`, 32))
  return {
    seal: (text, context) => {
      const iv = randomBytes(ivBytes)
      const sealing = createCipheriv(cipher, key, iv, { authTagLength: tagBytes }).setAAD(
        Buffer.from(context),
      )
      const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()])
      return `${version}.${Buffer.concat([iv, sealing.getAuthTag(), sealed]).toString('base64url')}`
    },
    open: (text, context) => {
      const [kind, body] = text.split('.')
      const bytes = Buffer.from(body ?? '', 'base64url')
      if (kind !== version || bytes.length < ivBytes + tagBytes) return undefined
      const iv = bytes.subarray(0, ivBytes)
      const opening = createDecipheriv(cipher, key, iv, { authTagLength: tagBytes })
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      try {
        const opened = Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()])
        return opened.toString('utf8')
      } catch {
        // The tag does not fit: another secret, another context, or changed bytes.
        return undefined
      }
    },
  }
}
