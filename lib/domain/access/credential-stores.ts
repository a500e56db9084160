import type { AuditBody } from '../audit/event'
import type { Page, PageQuery } from '../page'

export interface SessionRecord {
  /** Names the session; the cookie's secret is known by its hash alone. */
  id: string
  idHash: string
  issuer: string
  subject: string
  name: string
  /** The claim by which Kubernetes knows the person. */
  username?: string
  groups: string[]
  /** Why there are no groups, as a code. */
  groupsProblem?: string
  /** When the provider last said which groups. */
  groupsCheckedAt: string
  /** When it was last asked. */
  groupsTriedAt: string
  /** Whether that came to nothing. */
  groupsFailing: boolean
  /** What it is asked with, encrypted; absent where groups cannot be looked up. */
  sealedTokens?: string
  /** The provider's own name of the session, `sid`. */
  providerSession?: string
  /** From where the person signed in, as the proxies in front say. */
  address?: string
  /** The browser, as it names itself. */
  agent?: string
  createdAt: string
  lastSeenAt: string
  expiresAt: string
  revokedAt?: string
}

/** What a lookup of the groups found. */
export interface GroupsCheck {
  at: string
  groups: string[]
  groupsProblem?: string
  /** Absent: they cannot be looked up again. */
  sealedTokens?: string
  expiresAt: string
}

export interface PeopleQuery extends PageQuery {
  /** One person's only. */
  owner?: { issuer: string; subject: string }
  /** Part of a name or subject, or of what the list's items are called. */
  search?: string
}

export interface SessionStore {
  /** Together with the event. The person's API tokens get the groups of the session. */
  create(session: SessionRecord, event: AuditBody): Promise<void>
  find(idHash: string): Promise<SessionRecord | undefined>
  touch(idHash: string, at: Date): Promise<void>
  /** Whether this call is the one to ask the provider: nobody has since `before`. */
  claimCheck(idHash: string, at: Date, before: Date): Promise<boolean>
  /** The provider does not answer. `sealedTokens` replace those that the asking has spent. */
  checkFailed(idHash: string, sealedTokens: string | undefined): Promise<void>
  /** Stores what the provider said, in the session and in the person's API tokens, together with the event. */
  checked(idHash: string, check: GroupsCheck, event: AuditBody | undefined): Promise<void>
  /** Sessions that may still be used, newest first: not ended, and seen since `seenSince`. */
  list(query: PeopleQuery & { now: Date; seenSince: Date }): Promise<Page<SessionRecord>>
  /** One that may still be used, by its name. */
  get(id: string): Promise<SessionRecord | undefined>
  /** Together with the event; answers whether this call ended it. What it holds of the provider goes with it. */
  revoke(idHash: string, event: AuditBody): Promise<boolean>
  /** What the provider last said of a person; undefined once no session of theirs, ended ones included, is kept. */
  groupsOf(person: { issuer: string; subject: string }): Promise<string[] | undefined>
  /** Live sessions of a person at a provider, or of one of the provider's own sessions. */
  ofProvider(issuer: string, who: { subject?: string; providerSession?: string }): Promise<SessionRecord[]>
  /** Whether a logout token is new; it is not from then on. */
  takeLogoutToken(jti: string, expiresAt: Date): Promise<boolean>
}

export interface TokenRecord {
  id: string
  secretHash: string
  name: string
  issuer: string
  subject: string
  subjectName: string
  /** What the provider last said of the owner. */
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
  get(id: string): Promise<TokenRecord | undefined>
  /** Newest first; those that ended too. */
  list(query: PeopleQuery): Promise<Page<TokenRecord>>
  /** Whether this call revoked it. */
  revoke(id: string): Promise<boolean>
  used(id: string, at: Date): Promise<void>
}
