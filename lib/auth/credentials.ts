import { createHash, randomBytes } from 'node:crypto'

export type Credential = { kind: 'cookie'; secret: string } | { kind: 'bearer'; secret: string }

/** `__Host-` binds the cookie to this host and https; plain http exists on loopback only. */
export const cookieName = (appUrl: string): string =>
  appUrl.startsWith('https:') ? '__Host-aviary' : 'aviary'

/** What the database keeps of a session id or token. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** 256 random bits. */
export const newSecret = (prefix = ''): string => prefix + randomBytes(32).toString('base64url')

/** The bearer token, else the session cookie, else undefined. Nothing is looked up yet. */
export function credentialOf(headers: Headers, appUrl: string): Credential | undefined {
  const authorization = headers.get('authorization')
  if (authorization !== null) {
    const match = /^Bearer ([A-Za-z0-9._~+/=-]{1,500})$/i.exec(authorization)
    return { kind: 'bearer', secret: match?.[1] ?? '' }
  }
  const secret = cookieValue(headers.get('cookie') ?? '', cookieName(appUrl))
  return secret === undefined ? undefined : { kind: 'cookie', secret }
}

function cookieValue(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=')
  }
  return undefined
}
