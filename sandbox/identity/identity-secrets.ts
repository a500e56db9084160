import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { people } from './people'

const IdentitySecrets = z.object({
  clientSecret: z.string().min(32),
  cookieKey: z.string().min(32),
  passwords: z.record(z.string(), z.string()),
  signingKey: z.looseObject({ kty: z.string(), kid: z.string() }),
})
export type IdentitySecrets = z.infer<typeof IdentitySecrets>

/** Reads `<dir>/identity.json`; makes it (mode 0600) at the first start. Throws when the file is damaged. */
export function identitySecrets(dir: string): IdentitySecrets {
  const file = path.join(dir, 'identity.json')
  const kept = readIfThere(file)
  if (kept !== undefined) return IdentitySecrets.parse(JSON.parse(kept))
  const made = generate()
  mkdirSync(dir, { recursive: true })
  const half = `${file}.${process.pid}.half`
  writeFileSync(half, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  renameSync(half, file)
  return made
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function generate(): IdentitySecrets {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = privateKey.export({ format: 'jwk' })
  return {
    clientSecret: randomBytes(32).toString('base64url'),
    cookieKey: randomBytes(32).toString('base64url'),
    passwords: Object.fromEntries(people.map(({ name }) => [name, password()])),
    signingKey: { ...jwk, kty: 'RSA', kid: randomBytes(8).toString('hex'), alg: 'RS256', use: 'sig' },
  }
}

// Short enough to type: 12 characters without look-alikes carry 58 bits.
function password(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
  const characters = Array.from(randomBytes(12), (byte) => letters.charAt(byte % letters.length))
  return [0, 4, 8].map((from) => characters.slice(from, from + 4).join('')).join('-')
}
