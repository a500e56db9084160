import type { MeDto, TokenDto } from '@/lib/contracts/access'
import { roles, type Role } from '@/lib/domain/access/verbs'
import { anyScope, scopeOfDraft, scopeProblems, type ScopeDraft } from './scope-draft'

export interface TokenDraft {
  name: string
  role: Role
  scope: ScopeDraft
  days: number
}

/** Days of life that the form offers; the API takes at most a year. */
export const lifetimes = [1, 7, 30, 90, 365] as const

/** Roles that a token of mine can have: my own, or every one for an admin; the least powerful first. */
export function rolesForTokens(me: Pick<MeDto, 'roles'>): Role[] {
  return roles.filter((role) => me.roles.includes('admin') || me.roles.includes(role))
}

/** An empty form. */
export function newTokenDraft(role: Role): TokenDraft {
  return { name: '', role, scope: anyScope, days: 30 }
}

/** Why the form cannot be sent; undefined when it can. */
export function tokenDraftProblem(draft: TokenDraft): string | undefined {
  const name = draft.name.trim()
  if (name === '') return 'Give the token a name: it stands in the audit log beside everything it does.'
  if (name.length > 100) return 'A name has at most 100 characters.'
  return Object.values(scopeProblems(draft.scope))[0]
}

/** The body of POST /tokens; `now` in epoch milliseconds. */
export function tokenBody(draft: TokenDraft, now: number) {
  const scope = scopeOfDraft(draft.scope)
  return {
    name: draft.name.trim(),
    role: draft.role,
    ...(Object.keys(scope).length === 0 ? {} : { scope }),
    expires: new Date(now + draft.days * 86_400_000).toISOString(),
  }
}

export type TokenState = 'active' | 'expired' | 'revoked'

/** Whether a token opens anything at `now`, in epoch milliseconds. */
export function tokenState(token: Pick<TokenDto, 'expires' | 'revoked'>, now: number): TokenState {
  if (token.revoked !== undefined) return 'revoked'
  return Date.parse(token.expires) <= now ? 'expired' : 'active'
}

/** Active ones first, the newest first among them. */
export function sortTokens(tokens: readonly TokenDto[], now: number): TokenDto[] {
  const rank = (token: TokenDto) => (tokenState(token, now) === 'active' ? 0 : 1)
  return [...tokens].sort((a, b) => rank(a) - rank(b) || Date.parse(b.created) - Date.parse(a.created))
}
