export interface SessionRecord {
  id: string
  idHash: string
  issuer: string
  subject: string
  name: string
  groups: string[]
  idToken?: string
  createdAt: string
  lastSeenAt: string
  expiresAt: string
  revokedAt?: string
}
export interface SessionStore {
  create(session: SessionRecord): Promise<void>
  find(idHash: string): Promise<SessionRecord | undefined>
  touch(idHash: string, at: Date): Promise<void>
  revoke(idHash: string): Promise<void>
}

export interface TokenRecord {
  id: string
  secretHash: string
  name: string
  issuer: string
  subject: string
  subjectName: string
  groups: string[]
  role: string
  scope?: { cluster?: string; namespace?: string; service?: string }
  createdAt: string
  expiresAt: string
  lastUsedAt?: string
  revokedAt?: string
}
export interface TokenStore {
  create(token: TokenRecord): Promise<void>
  findByHash(secretHash: string): Promise<TokenRecord | undefined>
  list(issuer: string, subject: string): Promise<TokenRecord[]>
  revoke(id: string, issuer: string, subject: string): Promise<boolean>
  used(id: string, at: Date): Promise<void>
}
